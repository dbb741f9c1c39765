using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>Validation that looks at more than one field, and at what may not change.</summary>
public static class KindChecks
{
    public static void Check(Cluster cluster, Resource resource, Map obj, Map? before, List<FieldError> errors)
    {
        _ = cluster;
        switch (resource.StorageKey)
        {
            case "deployments.apps" or "replicasets.apps" or "statefulsets.apps" or "daemonsets.apps":
                Workload(resource, obj, before, errors);
                break;
            case "jobs.batch":
                if (obj.At("spec", "template", "spec", "restartPolicy") is "Always")
                {
                    errors.Add(new FieldError("FieldValueRequired", "spec.template.spec.restartPolicy", "Required value: valid values: \"OnFailure\", \"Never\""));
                }

                Immutable(before, obj, errors, "template", "field is immutable");
                Immutable(before, obj, errors, "selector", "field is immutable");
                break;
            case "services": Service(obj, before, errors); break;
            case "configmaps" or "secrets":
                Keys(obj, errors);
                if (before?.Flag("immutable") == true && !JsonText.Same(before.Get("data"), obj.Get("data")))
                {
                    errors.Add(FieldError.Forbidden("data", "field is immutable when `immutable` is set"));
                }

                if (resource.Plural == "secrets" && before is not null && before.Text("type") != obj.Text("type"))
                {
                    errors.Add(FieldError.Invalid("type", $"\"{obj.Text("type")}\"", "field is immutable"));
                }

                break;
            case "pods": Pod(obj, before, errors); break;
            case "rolebindings.rbac.authorization.k8s.io" or "clusterrolebindings.rbac.authorization.k8s.io":
                if (before is not null && !JsonText.Same(before.Get("roleRef"), obj.Get("roleRef")))
                {
                    var role = obj.Child("roleRef") ?? [];
                    errors.Add(FieldError.Invalid("roleRef", $"rbac.RoleRef{{APIGroup:\"{role.Text("apiGroup")}\", Kind:\"{role.Text("kind")}\", Name:\"{role.Text("name")}\"}}", "cannot change roleRef"));
                }

                break;
            case "customresourcedefinitions.apiextensions.k8s.io":
                var name = $"{obj.At("spec", "names", "plural")}.{obj.At("spec", "group")}";
                if (obj.At("metadata", "name") as string != name)
                {
                    errors.Add(FieldError.Invalid("metadata.name", $"\"{obj.At("metadata", "name")}\"", "must be spec.names.plural+\".\"+spec.group"));
                }

                break;
            case "persistentvolumeclaims":
                if (before is not null && before.At("spec", "storageClassName") is { } old && !Equals(old, obj.At("spec", "storageClassName")))
                {
                    errors.Add(FieldError.Forbidden("spec", "spec is immutable after creation except resources.requests for bound claims"));
                }

                break;
        }
    }

    private static void Workload(Resource resource, Map obj, Map? before, List<FieldError> errors)
    {
        var selector = obj.Child("spec")?.Child("selector");
        var labels = obj.At("spec", "template", "metadata", "labels") as Map ?? [];
        var texts = labels.ToDictionary(l => l.Key, l => l.Value as string ?? "", StringComparer.Ordinal);
        if (selector is { Count: > 0 } && !LabelSelector.From(selector).Matches(texts))
        {
            var at = errors.FindIndex(e => e.Path.StartsWith("spec.template.", StringComparison.Ordinal));
            errors.Insert(at < 0 ? errors.Count : at, FieldError.Invalid("spec.template.metadata.labels", GoMap(labels), "`selector` does not match template `labels`"));
        }

        if (obj.At("spec", "template", "spec", "restartPolicy") is string policy && policy != "Always")
        {
            errors.RemoveAll(e => e.Path == "spec.template.spec.restartPolicy");
            errors.Add(FieldError.NotSupported("spec.template.spec.restartPolicy", $"\"{policy}\"", ["Always"]));
        }

        if (before is not null && !JsonText.Same(before.At("spec", "selector"), selector))
        {
            errors.Add(FieldError.Invalid("spec.selector", GoSelector(selector ?? []), "field is immutable"));
        }

        if (resource.Plural == "statefulsets" && before is not null && StatefulChanged(before, obj))
        {
            errors.Add(FieldError.Forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
        }
    }

    private static bool StatefulChanged(Map before, Map after) => ((string[])["serviceName", "podManagementPolicy", "volumeClaimTemplates"])
        .Any(key => !JsonText.Same(before.At("spec", key), after.At("spec", key)));

    private static void Service(Map obj, Map? before, List<FieldError> errors)
    {
        var spec = obj.Child("spec") ?? [];
        var ports = spec.Maps("ports").ToList();
        if (ports.Count == 0 && spec.Text("type") != "ExternalName" && spec.Text("clusterIP") != "None")
        {
            errors.Add(FieldError.Required("spec.ports"));
        }

        for (var i = 0; i < ports.Count; i++)
        {
            if (ports.Count > 1 && ports[i].Text("name") is null or "")
            {
                errors.Add(FieldError.Required($"spec.ports[{i}].name"));
            }

            if (ports[i].Number("port") is null or 0)
            {
                errors.Add(FieldError.Invalid($"spec.ports[{i}].port", "0", "must be between 1 and 65535, inclusive"));
            }
        }

        if (spec.Text("type") == "ExternalName" && spec.Text("externalName") is null or "")
        {
            errors.Add(FieldError.Required("spec.externalName"));
        }

        if (before is not null && spec.Text("type") != "ExternalName" && before.At("spec", "type") is not "ExternalName"
            && before.At("spec", "clusterIP") is string { Length: > 0 } old && old != spec.Text("clusterIP"))
        {
            errors.Add(FieldError.Invalid("spec.clusterIPs[0]", $"[]string{{\"{spec.Text("clusterIP")}\"}}", "may not change once set"));
        }
    }

    private static void Pod(Map obj, Map? before, List<FieldError> errors)
    {
        if (before is null)
        {
            return;
        }

        // Of a pod's spec, images, deadlines, tolerations (added) and gates may change; all else may not.
        Map Rest(Map pod)
        {
            var spec = (Map)JsonText.Clone(pod.Child("spec") ?? [])!;
            foreach (var key in (string[])["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "schedulingGates", "nodeName", "ephemeralContainers", "nodeSelector", "affinity"])
            {
                spec.Remove(key);
            }

            foreach (var container in spec.Maps("containers").Concat(spec.Maps("initContainers")))
            {
                container.Remove("image");
            }

            return spec;
        }

        if (!JsonText.Same(Rest(before), Rest(obj)))
        {
            errors.Add(FieldError.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"));
        }
    }

    private static void Keys(Map obj, List<FieldError> errors)
    {
        foreach (var field in (string[])["data", "binaryData"])
        {
            foreach (var key in (obj.Child(field) ?? []).Keys.Where(k => k.Length == 0 || k is "." or ".." || !k.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
            {
                errors.Add(FieldError.Invalid($"{field}[{key}]", $"\"{key}\"", "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"));
            }
        }
    }

    private static void Immutable(Map? before, Map obj, List<FieldError> errors, string field, string why)
    {
        if (before is not null && !JsonText.Same(before.At("spec", field), obj.At("spec", field)))
        {
            errors.Add(FieldError.Invalid($"spec.{field}", JsonText.ToText(obj.At("spec", field)), why));
        }
    }

    private static string GoMap(Map map) => $"map[string]string{{{string.Join(", ", map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"\"{p.Key}\":\"{p.Value}\""))}}}";

    private static string GoSelector(Map selector) =>
        $"v1.LabelSelector{{MatchLabels:{GoMap(selector.Child("matchLabels") ?? [])}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}}";
}

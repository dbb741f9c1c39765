using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Controllers;

/// <summary>
/// Makes a simulated cluster carry templates as Karmada does: claims what a policy selects by name, binds it to members, and
/// leaves the rest to <see cref="KarmadaWorks"/>. It places by names of clusters and static weights alone. It needs Karmada's definitions.
/// </summary>
public sealed class KarmadaPropagation
{
    internal const string Bindings = "resourcebindings.work.karmada.io";
    internal const string ClusterBindings = "clusterresourcebindings.work.karmada.io";
    private const string Policies = "propagationpolicies.policy.karmada.io";
    private const string ClusterPolicies = "clusterpropagationpolicies.policy.karmada.io";
    private const string Members = "clusters.cluster.karmada.io";
    private const string Id = "permanent-id";
    private const string Controller = "karmada-templates";
    private readonly ControllerLoop _loop;
    private readonly KarmadaWorks _works;

    private KarmadaPropagation(ControllerLoop loop, KarmadaControllers members) => (_loop, _works) = (loop, new KarmadaWorks(loop, members));

    public static KarmadaPropagation Attach(Cluster cluster, KarmadaControllers members)
    {
        var loop = cluster.Controllers;
        var karmada = new KarmadaPropagation(loop, members);
        // Karmada's API server runs nothing itself: its workloads are templates.
        foreach (var idle in (string[])["deployments", "statefulsets", "daemonsets", "jobs", "services"])
        {
            loop.Add(idle, (_, _, _) => { }, (_, _) => { });
        }

        loop.Add(Controller, (_, key, id) => karmada.Reconcile(key, id), Wake);
        loop.Add("karmada-policies", (_, key, id) => karmada.Admit(key, id), (_, _) => { });
        loop.Add("karmada-bindings", (_, key, id) => karmada._works.Reconcile(key, id), (_, _) => { });
        return karmada;
    }

    private static void Wake(ControllerLoop loop, StoreChange change)
    {
        var id = $"{change.After.Namespace}/{change.After.Name}";
        if (change.Key is Policies or ClusterPolicies)
        {
            loop.Enqueue("karmada-policies", change.Key, id);
        }
        else if (change.Key is Bindings or ClusterBindings)
        {
            loop.Enqueue("karmada-bindings", change.Key, id);
        }
        else if (change.Key == KarmadaWorks.Works && change.Type == ChangeType.Deleted)
        {
            var notes = change.After.Read().At("metadata", "annotations") as Map ?? [];
            loop.Enqueue("karmada-bindings", notes.Text("resourcebinding.karmada.io/name") is null ? ClusterBindings : Bindings,
                $"{notes.Text("resourcebinding.karmada.io/namespace")}/{notes.Text("resourcebinding.karmada.io/name") ?? notes.Text("clusterresourcebinding.karmada.io/name")}");
        }
        else if (change.Type != ChangeType.Deleted && !change.Key.EndsWith(".karmada.io", StringComparison.Ordinal) && change.Key is not ("events" or "leases.coordination.k8s.io"))
        {
            loop.Enqueue(Controller, change.Key, id);
        }
    }

    /// <summary>What Karmada's admission gives a policy, and what its controller does when one goes.</summary>
    private void Admit(string key, string id)
    {
        var (ns, name) = Split(id);
        if (_loop.Store.Get(key, ns, name) is not { } stored)
        {
            return;
        }

        var prefix = key == Policies ? "propagationpolicy" : "clusterpropagationpolicy";
        var finalizer = key == Policies ? "karmada.io/propagation-policy-controller" : "karmada.io/cluster-propagation-policy-controller";
        _loop.Change(key, stored, policy =>
        {
            policy.Ensure("metadata").Ensure("labels").Default($"{prefix}.karmada.io/{Id}", Guid.NewGuid().ToString());
            if (stored.Deleting)
            {
                policy.Ensure("metadata").Remove("finalizers");
            }
            else
            {
                policy.Ensure("metadata")["finalizers"] = new Seq { finalizer };
            }
        });
        foreach (var selector in stored.Deleting ? [] : (stored.Read().Child("spec") ?? []).Maps("resourceSelectors"))
        {
            if (ResourceOf(selector) is { } resource)
            {
                _loop.Enqueue(Controller, resource.StorageKey, $"{selector.Text("namespace") ?? ns}/{selector.Text("name")}");
            }
        }
    }

    private void Reconcile(string key, string id)
    {
        var (ns, name) = Split(id);
        if (_loop.Store.Get(key, ns, name) is not { Deleting: false } stored || Claimed(key, stored) is not { } policy)
        {
            return;
        }

        var template = _loop.Store.Get(key, ns, name)!.Read();
        var spec = policy.Child("spec")!;
        var replicas = template.At("spec", "replicas") as long?;
        var clusters = KarmadaPlacing.Place(_loop.Store.List(Members, "").Select(member => member.Name), spec.Child("placement") ?? [], replicas);
        var binding = new Map
        {
            ["resource"] = Reference(template),
            ["conflictResolution"] = spec.Text("conflictResolution") ?? "Abort",
            ["clusters"] = clusters,
            ["placement"] = spec.Child("placement"),
            ["propagateDeps"] = spec.Flag("propagateDeps") ? true : null,
            ["preserveResourcesOnDeletion"] = spec.Flag("preserveResourcesOnDeletion") ? true : null,
            ["replicas"] = replicas,
            ["schedulerName"] = "default-scheduler",
        };
        var bound = _works.Bind(template, ns, binding, (template.At("metadata", "annotations") as Map ?? []).Where(note => note.Key.Contains("propagationpolicy.karmada.io/", StringComparison.Ordinal)));
        foreach (var carried in spec.Flag("propagateDeps") ? Carried(template) : [])
        {
            if (_loop.Store.Get(carried.Key, ns, carried.Name) is { Deleting: false } dependency)
            {
                var by = new Map { ["name"] = bound, ["namespace"] = ns, ["clusters"] = JsonText.Clone(clusters) };
                _works.Bind(dependency.Read(), ns, new Map { ["resource"] = Reference(dependency.Read()), ["conflictResolution"] = "Abort", ["requiredBy"] = new Seq { by } }, []);
            }
        }
    }

    /// <summary>The policy that selects it, once it bears that policy's claim; or null.</summary>
    private Map? Claimed(string key, StoredObject stored)
    {
        var wide = stored.Namespace.Length == 0;
        var template = stored.Read();
        var policy = _loop.Store.List(wide ? ClusterPolicies : Policies, wide ? "" : stored.Namespace).Where(one => !one.Deleting).Select(one => one.Read())
            .FirstOrDefault(one => one.Child("spec")!.Maps("resourceSelectors").Any(selector => selector.Text("kind") == template.Text("kind")
                && selector.Text("apiVersion") == template.Text("apiVersion") && selector.Text("name") == stored.Name));
        var prefix = wide ? "clusterpropagationpolicy.karmada.io" : "propagationpolicy.karmada.io";
        if (policy?.At("metadata", "labels", $"{prefix}/{Id}") is not string id)
        {
            return null;
        }

        _loop.Change(key, stored, item =>
        {
            var metadata = item.Ensure("metadata");
            metadata.Ensure("labels")[$"{prefix}/{Id}"] = id;
            metadata.Ensure("annotations")[$"{prefix}/name"] = policy.At("metadata", "name");
            if (!wide)
            {
                metadata.Ensure("annotations")[$"{prefix}/namespace"] = stored.Namespace;
            }
        });
        return policy;
    }

    private static IEnumerable<(string Key, string Name)> Carried(Map template)
    {
        var pods = template.At("spec", "template", "spec") as Map ?? [];
        return pods.Maps("containers").SelectMany(container => container.Maps("envFrom")).Select(from => from.At("configMapRef", "name"))
            .Concat(pods.Maps("volumes").Select(volume => volume.At("configMap", "name"))).OfType<string>().Select(name => ("configmaps", name));
    }

    private Resource? ResourceOf(Map selector)
    {
        var parts = selector.Text("apiVersion")!.Split('/');
        return _loop.Cluster.Registry.FindKind(parts.Length == 1 ? "" : parts[0], parts[^1], selector.Text("kind")!);
    }

    private static Map Reference(Map template)
    {
        var reference = new Map { ["apiVersion"] = template.Text("apiVersion"), ["kind"] = template.Text("kind") };
        foreach (var field in (string[])["name", "namespace", "resourceVersion", "uid"])
        {
            if (template.At("metadata", field) is { } value)
            {
                reference[field] = value;
            }
        }

        return reference;
    }

    private static (string Namespace, string Name) Split(string id) => (id[..id.IndexOf('/')], id[(id.IndexOf('/') + 1)..]);
}

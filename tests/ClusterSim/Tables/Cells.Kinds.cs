using System.Globalization;
using ClusterSim.Json;

namespace ClusterSim.Tables;

public sealed partial class Cells
{
    private object? Special(string name, string argument, Map obj)
    {
        var (spec, status) = (obj.Child("spec") ?? [], obj.Child("status") ?? []);
        return name switch
        {
            "nodeStatus" => NodeStatus(spec, status),
            "nodeRoles" => Roles(obj),
            "address" => status.Maps("addresses").FirstOrDefault(a => a.Text("type") == argument)?.Text("address") ?? "<none>",
            "podReady" => $"{status.Maps("containerStatuses").Count(c => c.Flag("ready"))}/{spec.Maps("containers").Count()}",
            "podStatus" => PodStatus(obj, status),
            "podRestarts" => status.Maps("containerStatuses").Sum(c => c.Number("restartCount") ?? 0).ToString(CultureInfo.InvariantCulture),
            "gates" => spec.List("readinessGates") is { Count: > 0 } gates ? $"0/{gates.Count}" : "<none>",
            "externalIp" => ExternalIp(spec, status),
            "ports" => spec.Maps("ports").Any() ? string.Join(",", spec.Maps("ports").Select(Port)) : "<none>",
            "endpoints" => Endpoints(obj),
            "slicePorts" => Limit(obj.Maps("ports").Select(p => p.Number("port")?.ToString(CultureInfo.InvariantCulture) ?? "*"), "<unset>"),
            "sliceAddresses" => Limit(obj.Maps("endpoints").SelectMany(e => e.List("addresses")?.OfType<string>() ?? []), "<unset>"),
            "lastSeen" => (obj.At("series", "lastObservedTime") as string ?? obj.Text("lastTimestamp") ?? obj.Text("eventTime")) is { } seen ? Age(seen) : "<unknown>",
            "eventObject" => (obj.At("involvedObject", "name") is string { Length: > 0 } on ? $"{(obj.At("involvedObject", "kind") as string ?? "").ToLowerInvariant()}/{on}" : (obj.At("involvedObject", "kind") as string ?? "").ToLowerInvariant()),
            "eventSource" => obj.At("source", "component") as string is { Length: > 0 } c ? (obj.At("source", "host") is string { Length: > 0 } h ? $"{c}, {h}" : c) : obj.Text("reportingComponent") ?? "",
            "eventCount" => obj.At("series", "count") as long? ?? obj.Number("count") ?? 1L,
            "claim" => spec.Child("claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : "",
            "containers" => string.Join(",", (obj.At("spec", "template", "spec") as Map ?? []).Maps("containers").Select(k => k.Text(argument))),
            "selector" => spec.Child("selector") is { } selector ? Selector(selector) : "<none>",
            "labelSelector" => obj.At("spec", "podSelector") is Map pods ? Selector(pods) : "<none>",
            "owner" => (obj.Child("metadata") ?? []).Maps("ownerReferences").FirstOrDefault(o => o.Flag("controller")) is { } owner ? Owner(owner) : "<none>",
            "completions" => spec.Number("completions") is { } wanted ? $"{status.Number("succeeded") ?? 0}/{wanted}" : spec.Number("parallelism") > 1 ? $"{status.Number("succeeded") ?? 0}/1 of {spec.Number("parallelism")}" : $"{status.Number("succeeded") ?? 0}/1",
            "duration" => JobDuration(status),
            "hpaReference" => $"{obj.At("spec", "scaleTargetRef", "kind")}/{obj.At("spec", "scaleTargetRef", "name")}",
            "hpaTargets" => spec.Maps("metrics").FirstOrDefault()?.At("resource", "target", "averageUtilization") is long percent ? $"<unknown>/{percent}%" : "<none>",
            "hosts" => spec.Maps("rules").Any() ? string.Join(",", spec.Maps("rules").Take(3).Select(r => r.Text("host") is { Length: > 0 } host ? host : "*")) : "*",
            "ingressAddress" => string.Join(",", (status.Child("loadBalancer") ?? []).Maps("ingress").Select(i => i.Text("ip") ?? i.Text("hostname"))),
            "ingressPorts" => spec.Maps("tls").Any() ? "80, 443" : "80",
            "roleRef" => $"{obj.At("roleRef", "kind")}/{obj.At("roleRef", "name")}",
            "subjects" => string.Join(", ", obj.Maps("subjects").Where(s => s.Text("kind") == argument).Select(s => argument == "ServiceAccount" ? $"{s.Text("namespace")}/{s.Text("name")}" : s.Text("name"))),
            "apiService" => spec.Child("service") is { } service ? $"{service.Text("namespace")}/{service.Text("name")}" : "Local",
            "apiAvailable" => status.Maps("conditions").FirstOrDefault(k => k.Text("type") == "Available")?.Text("status") ?? "Unknown",
            "csrCondition" => status.Maps("conditions").Any() ? string.Join(",", status.Maps("conditions").Select(k => k.Text("type"))) : "Pending",
            _ => "",
        };
    }

    private static string NodeStatus(Map spec, Map status)
    {
        var ready = status.Maps("conditions").FirstOrDefault(c => c.Text("type") == "Ready")?.Text("status");
        var text = ready switch { "True" => "Ready", null => "Unknown", _ => "NotReady" };
        return spec.Flag("unschedulable") ? text + ",SchedulingDisabled" : text;
    }

    private static string Roles(Map node)
    {
        var roles = (node.At("metadata", "labels") as Map ?? []).Keys.Where(k => k.StartsWith("node-role.kubernetes.io/", StringComparison.Ordinal))
            .Select(k => k["node-role.kubernetes.io/".Length..]).Order(StringComparer.Ordinal).ToList();
        return roles.Count == 0 ? "<none>" : string.Join(",", roles);
    }

    private static string PodStatus(Map pod, Map status)
    {
        if (pod.At("metadata", "deletionTimestamp") is not null)
        {
            return "Terminating";
        }

        var text = status.Text("reason") ?? status.Text("phase") ?? "Unknown";
        foreach (var container in status.Maps("containerStatuses").Reverse())
        {
            text = container.At("state", "waiting", "reason") as string ?? container.At("state", "terminated", "reason") as string ?? text;
        }

        return text == "Completed" && status.Maps("containerStatuses").Any(c => c.At("state", "running") is not null && c.Flag("ready")) ? "Running" : text;
    }

    private static string ExternalIp(Map spec, Map status)
    {
        var external = spec.List("externalIPs")?.OfType<string>().ToList() ?? [];
        switch (spec.Text("type"))
        {
            case "ExternalName": return spec.Text("externalName") ?? "<none>";
            case "LoadBalancer":
                var balanced = (status.Child("loadBalancer") ?? []).Maps("ingress").Select(i => i.Text("ip") ?? i.Text("hostname") ?? "").Concat(external).ToList();
                return balanced.Count > 0 ? string.Join(",", balanced) : "<pending>";
            default: return external.Count > 0 ? string.Join(",", external) : "<none>";
        }
    }

    private static string Port(Map port)
    {
        var node = port.Number("nodePort") is > 0 and var n ? $":{n}" : "";
        return $"{port.Number("port")}{node}/{port.Text("protocol") ?? "TCP"}";
    }

    private static string Endpoints(Map obj)
    {
        var all = obj.Maps("subsets").SelectMany(s =>
        {
            var ports = s.Maps("ports").Select(p => p.Number("port")).ToList();
            return s.Maps("addresses").SelectMany(a => ports.Count == 0 ? [a.Text("ip") ?? ""] : ports.Select(p => $"{a.Text("ip")}:{p}"));
        });
        return Limit(all, "<none>");
    }

    private static string Limit(IEnumerable<string> values, string none)
    {
        var all = values.ToList();
        return all.Count == 0 ? none : all.Count > 3 ? $"{string.Join(",", all.Take(3))} + {all.Count - 3} more..." : string.Join(",", all);
    }

    private static string Selector(Map selector)
    {
        var parts = (selector.Child("matchLabels") ?? []).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}")
            .Concat(selector.Maps("matchExpressions").Select(e => e.Text("operator") switch
            {
                "In" => $"{e.Text("key")} in ({string.Join(",", e.List("values") ?? [])})",
                "NotIn" => $"{e.Text("key")} notin ({string.Join(",", e.List("values") ?? [])})",
                "Exists" => e.Text("key") ?? "",
                _ => $"!{e.Text("key")}",
            })).ToList();
        return parts.Count == 0 ? "<none>" : string.Join(",", parts);
    }

    private static string Owner(Map owner)
    {
        var group = (owner.Text("apiVersion") ?? "").Split('/') is [var g, _] ? "." + g : "";
        return $"{(owner.Text("kind") ?? "").ToLowerInvariant()}{group}/{owner.Text("name")}";
    }

    private string JobDuration(Map status)
    {
        if (status.Text("startTime") is not { } start)
        {
            return "";
        }

        return status.Text("completionTime") is { } end
            ? Duration(DateTimeOffset.Parse(end, CultureInfo.InvariantCulture) - DateTimeOffset.Parse(start, CultureInfo.InvariantCulture))
            : Age(start);
    }
}

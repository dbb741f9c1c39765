using ClusterSim.Api;
using ClusterSim.Json;

namespace ClusterSim.Controllers;

/// <summary>Endpoints and EndpointSlices of services, and addresses of load balancers.</summary>
internal static class Networking
{
    public static void Register(ControllerLoop loop) => loop.Add("services", Reconcile, (l, change) =>
    {
        if (change.Key == "services")
        {
            l.Enqueue("services", change.After.Namespace, change.After.Name);
        }
        else if (change.Key == "pods")
        {
            foreach (var service in l.Store.List("services", change.After.Namespace))
            {
                l.Enqueue("services", service.Namespace, service.Name);
            }
        }
    });

    private static void Reconcile(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get("services", ns, name) is not { } stored)
        {
            if (loop.Store.Get("endpoints", ns, name) is { } left)
            {
                loop.Delete("endpoints", left);
            }

            return;
        }

        var service = stored.Read();
        var spec = service.Child("spec")!;
        // A class of its own is left to whoever serves it.
        if (spec.Text("type") == "LoadBalancer" && spec.Text("loadBalancerClass") is null && (service.At("status", "loadBalancer") as Map)?.Maps("ingress").Any() != true)
        {
            loop.SetStatus("services", stored, new Map { ["loadBalancer"] = new Map { ["ingress"] = new Seq { new Map { ["ip"] = $"203.0.113.{(stored.Revision % 250) + 1}" } } } });
        }

        if (spec.Child("selector") is not { Count: > 0 } selector || spec.Text("type") == "ExternalName")
        {
            return;
        }

        var labels = LabelSelector.From(new Map { ["matchLabels"] = selector });
        var pods = loop.Store.List("pods", ns).Where(p => labels.Matches(p.Labels)).Select(p => p.Read()).Where(p => Objects.IsActive(p) && p.At("status", "podIP") is string).ToList();
        var ports = spec.Maps("ports").Select(p => Port(p, pods)).ToList();
        Write(loop, "endpoints", ns, name, service, Endpoints(pods, ports));
        var slice = loop.Owned("endpointslices.discovery.k8s.io", ns, stored.Uid).FirstOrDefault()?.Name;
        Write(loop, "endpointslices.discovery.k8s.io", ns, slice ?? $"{name}-{Objects.Hash(stored.Uid)[..5]}", service, Slice(pods, ports, name));
    }

    private static Map Port(Map port, List<Map> pods)
    {
        var target = port.Get("targetPort") switch
        {
            long l => l,
            string s => pods.SelectMany(p => p.Child("spec")!.Maps("containers")).SelectMany(c => c.Maps("ports")).FirstOrDefault(p => p.Text("name") == s)?.Number("containerPort") ?? port.Number("port") ?? 0,
            _ => port.Number("port") ?? 0,
        };
        var result = new Map { ["port"] = target, ["protocol"] = port.Text("protocol") ?? "TCP" };
        if (port.Text("name") is { Length: > 0 } name)
        {
            result["name"] = name;
        }

        return result;
    }

    private static Map Endpoints(List<Map> pods, List<Map> ports)
    {
        Seq Of(bool ready) => new(pods.Where(p => Objects.IsReady(p) == ready).Select(p => (object?)new Map { ["ip"] = p.At("status", "podIP"), ["nodeName"] = p.At("spec", "nodeName"), ["targetRef"] = Reference(p) }));
        var subset = new Map();
        if (Of(true) is { Count: > 0 } ready)
        {
            subset["addresses"] = ready;
        }

        if (Of(false) is { Count: > 0 } waiting)
        {
            subset["notReadyAddresses"] = waiting;
        }

        subset["ports"] = new Seq(ports.Select(JsonText.Clone));
        return pods.Count == 0 ? [] : new Map { ["subsets"] = new Seq { subset } };
    }

    private static Map Slice(List<Map> pods, List<Map> ports, string service) => new()
    {
        ["metadata"] = new Map
        {
            ["labels"] = new Map { ["kubernetes.io/service-name"] = service, ["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io" },
        },
        ["addressType"] = "IPv4",
        ["endpoints"] = new Seq(pods.Select(p => (object?)new Map
        {
            ["addresses"] = new Seq { p.At("status", "podIP") },
            ["conditions"] = new Map { ["ready"] = Objects.IsReady(p), ["serving"] = Objects.IsReady(p), ["terminating"] = false },
            ["nodeName"] = p.At("spec", "nodeName"),
            ["targetRef"] = Reference(p),
        })),
        ["ports"] = new Seq(ports.Select(p =>
        {
            var copy = p.Copy();
            copy.Default("name", "");
            return (object?)copy;
        })),
    };

    private static Map Reference(Map pod) => new() { ["kind"] = "Pod", ["namespace"] = pod.At("metadata", "namespace"), ["name"] = pod.At("metadata", "name"), ["uid"] = pod.At("metadata", "uid") };

    private static void Write(ControllerLoop loop, string key, string ns, string name, Map service, Map wanted)
    {
        if (loop.Store.Get(key, ns, name) is { } stored)
        {
            var shaped = Schemas.TypedDecoder.Normalize(loop.ResourceOf(key).Schema, wanted);
            loop.Change(key, stored, o =>
            {
                foreach (var part in (ReadOnlySpan<string>)["subsets", "endpoints", "ports"])
                {
                    o.Remove(part);
                    if (shaped.Get(part) is { } value)
                    {
                        o[part] = value;
                    }
                }
            });
            return;
        }

        var meta = wanted.Ensure("metadata");
        meta["name"] = name;
        if (key != "endpoints")
        {
            meta["ownerReferences"] = new Seq { Objects.OwnerReference(service) };
        }
        else if (service.At("metadata", "labels") is Map labels)
        {
            meta["labels"] = JsonText.Clone(labels);
        }

        loop.Create(key, ns, wanted);
    }
}

using System.Security.Cryptography;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>What admission and the server add to a new pod.</summary>
public static class Pods
{
    private const string TokenMount = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static void OnCreate(Cluster cluster, Map pod)
    {
        var spec = pod.Ensure("spec");
        spec.Default("serviceAccountName", "default");
        spec["serviceAccount"] = spec.Text("serviceAccountName");
        spec.Default("preemptionPolicy", "PreemptLowerPriority");
        spec.Default("priority", Priority(cluster, spec));
        Tolerate(spec, "node.kubernetes.io/not-ready");
        Tolerate(spec, "node.kubernetes.io/unreachable");
        var ns = pod.At("metadata", "namespace") as string ?? "";
        var account = cluster.Store.Get("serviceaccounts", ns, spec.Text("serviceAccountName")!)?.Read();
        if (spec.Get("automountServiceAccountToken") as bool? ?? account?.Get("automountServiceAccountToken") as bool? ?? true)
        {
            MountToken(spec);
        }

        var status = pod.Ensure("status");
        status["phase"] = "Pending";
        status["qosClass"] = Quality(spec);
    }

    private static long Priority(Cluster cluster, Map spec) => spec.Text("priorityClassName") is { Length: > 0 } name
        ? cluster.Store.Get("priorityclasses.scheduling.k8s.io", "", name)?.Read().Number("value") ?? 0
        : 0;

    private static void Tolerate(Map spec, string key)
    {
        if (!spec.Maps("tolerations").Any(t => t.Text("key") == key || t.Text("key") is null or ""))
        {
            if (spec.List("tolerations") is not { } list)
            {
                spec["tolerations"] = list = [];
            }

            list.Add(new Map { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300L });
        }
    }

    private static void MountToken(Map spec)
    {
        var containers = spec.Maps("initContainers").Concat(spec.Maps("containers")).Where(c => !c.Maps("volumeMounts").Any(m => m.Text("mountPath") == TokenMount)).ToList();
        if (containers.Count == 0)
        {
            return;
        }

        var name = "kube-api-access-" + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
        if (spec.List("volumes") is not { } volumes)
        {
            spec["volumes"] = volumes = [];
        }

        volumes.Add(new Map
        {
            ["name"] = name,
            ["projected"] = new Map
            {
                ["sources"] = new Seq
                {
                    new Map { ["serviceAccountToken"] = new Map { ["expirationSeconds"] = 3607L, ["path"] = "token" } },
                    new Map { ["configMap"] = new Map { ["name"] = "kube-root-ca.crt", ["items"] = new Seq { new Map { ["key"] = "ca.crt", ["path"] = "ca.crt" } } } },
                    new Map
                    {
                        ["downwardAPI"] = new Map
                        {
                            ["items"] = new Seq { new Map { ["path"] = "namespace", ["fieldRef"] = new Map { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" } } },
                        },
                    },
                },
                ["defaultMode"] = 420L,
            },
        });
        foreach (var container in containers)
        {
            if (container.List("volumeMounts") is not { } mounts)
            {
                container["volumeMounts"] = mounts = [];
            }

            mounts.Add(new Map { ["name"] = name, ["readOnly"] = true, ["mountPath"] = TokenMount });
        }
    }

    private static string Quality(Map spec)
    {
        var resources = spec.Maps("containers").Concat(spec.Maps("initContainers")).Select(c => c.Child("resources") ?? []).ToList();
        if (resources.TrueForAll(r => r.Child("requests") is null or { Count: 0 } && r.Child("limits") is null or { Count: 0 }))
        {
            return "BestEffort";
        }

        return resources.TrueForAll(r => r.Child("limits") is { } l && l.ContainsKey("cpu") && l.ContainsKey("memory") && (r.Child("requests") is not { } q || q.All(p => JsonText.Same(l.Get(p.Key), p.Value))))
            ? "Guaranteed"
            : "Burstable";
    }
}

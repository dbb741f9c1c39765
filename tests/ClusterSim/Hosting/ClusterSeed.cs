using System.Globalization;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;
using ClusterSim.Tables;
using ClusterSim.Writing;

namespace ClusterSim.Hosting;

/// <summary>What a new cluster holds: roles and classes that all clusters share, and namespaces, nodes and accounts of its own.</summary>
public static class ClusterSeed
{
    public const long FirstRevision = 1000;

    private static readonly Lazy<List<(string Key, StoredObject Object)>> Shared = new(LoadShared);

    public static void Fill(Store store, Cluster cluster)
    {
        foreach (var (key, obj) in Shared.Value)
        {
            store.Seed(key, obj);
        }

        foreach (var ns in (ReadOnlySpan<string>)["default", "kube-node-lease", "kube-public", "kube-system"])
        {
            Add(store, cluster, "v1", "Namespace", new Map
            {
                ["metadata"] = new Map { ["name"] = ns, ["labels"] = new Map { ["kubernetes.io/metadata.name"] = ns } },
                ["spec"] = new Map { ["finalizers"] = new Seq { "kubernetes" } },
                ["status"] = new Map { ["phase"] = "Active" },
            });
            Add(store, cluster, "v1", "ServiceAccount", new Map { ["metadata"] = new Map { ["name"] = "default", ["namespace"] = ns } });
            Add(store, cluster, "v1", "ConfigMap", RootCertificate(cluster, ns));
        }

        Add(store, cluster, "v1", "Service", new Map
        {
            ["metadata"] = new Map { ["name"] = "kubernetes", ["namespace"] = "default", ["labels"] = new Map { ["component"] = "apiserver", ["provider"] = "kubernetes" } },
            ["spec"] = new Map
            {
                ["ports"] = new Seq { new Map { ["name"] = "https", ["protocol"] = "TCP", ["port"] = 443L, ["targetPort"] = 6443L } },
                ["clusterIP"] = "10.96.0.1",
                ["clusterIPs"] = new Seq { "10.96.0.1" },
                ["ipFamilies"] = new Seq { "IPv4" },
                ["ipFamilyPolicy"] = "SingleStack",
            },
            ["status"] = new Map { ["loadBalancer"] = new Map() },
        });
        NodeSeed.Fill(store, cluster);
    }

    public static Map RootCertificate(Cluster cluster, string ns) => new()
    {
        ["metadata"] = new Map
        {
            ["name"] = "kube-root-ca.crt",
            ["namespace"] = ns,
            ["annotations"] = new Map
            {
                ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
            },
        },
        ["data"] = new Map { ["ca.crt"] = cluster.Context.Authority.Pem },
    };

    public static void Add(Store store, Cluster cluster, string apiVersion, string kind, Map obj)
    {
        var parts = apiVersion.Split('/');
        var resource = cluster.Registry.BuiltIn.All.First(r => r.Kind == kind && r.Group == (parts.Length == 1 ? "" : parts[0]));
        var meta = obj.Ensure("metadata");
        meta["uid"] = StableUid($"{cluster.Name}/{kind}/{meta.Text("namespace")}/{meta.Text("name")}");
        store.Seed(resource.StorageKey, Build(resource, obj, "2026-01-01T00:00:00Z"));
    }

    /// <summary>The same uid for the same thing in every run, in the form of a random one.</summary>
    public static string StableUid(string of)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(of));
        hash[6] = (byte)((hash[6] & 0x0f) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }

    private static StoredObject Build(Resource resource, Map obj, string created)
    {
        obj["kind"] = resource.Kind;
        obj["apiVersion"] = resource.GroupVersion;
        var meta = obj.Ensure("metadata");
        meta["resourceVersion"] = (FirstRevision - 1).ToString(CultureInfo.InvariantCulture);
        meta["creationTimestamp"] = created;
        obj = TypedDecoder.Normalize(resource.Schema, obj);
        Defaults.Apply(resource.Schema, obj);
        obj = TypedDecoder.Normalize(resource.Schema, obj);
        return new StoredObject(meta.Text("namespace") ?? "", meta.Text("name")!, FirstRevision - 1, JsonText.ToUtf8(obj));
    }

    private static List<(string, StoredObject)> LoadShared()
    {
        var kinds = KindTable.For(28);
        var list = new List<(string, StoredObject)>();
        var table = (Map)YamlText.Parse(TableFiles.Text("seed.yaml"))!;
        foreach (var (group, value) in table)
        {
            var resource = kinds.All.First(r => r.Qualified == group);
            foreach (var (name, body) in (Map)value!)
            {
                var obj = Expand(resource, name, (body as Map) ?? []);
                if (obj.ContainsKey("aggregationRule"))
                {
                    obj["rules"] = Gathered(name, (Map)value!, []);
                }

                obj.Ensure("metadata")["name"] = name;
                obj.Child("metadata")!["uid"] = StableUid($"{group}/{name}");
                list.Add((resource.StorageKey, Build(resource, obj, "2026-01-01T00:00:00Z")));
            }
        }

        return list;
    }

    // Roles and bindings are written shortly in the table.
    private static Map Expand(Resource resource, string name, Map body)
    {
        if (resource.Plural == "clusterroles" && body.List("allow") is { } allow)
        {
            body.Remove("allow");
            body["rules"] = new Seq(allow.OfType<string>().Select(Rule));
        }
        else if (resource.Plural == "clusterrolebindings")
        {
            body["roleRef"] = new Map { ["kind"] = "ClusterRole", ["name"] = name, ["apiGroup"] = "rbac.authorization.k8s.io" };
            body["subjects"] = new Seq((body.List("groups") ?? []).Select(g => (object?)new Map { ["kind"] = "Group", ["name"] = g }).Concat((body.List("users") ?? []).Select(u => (object?)new Map { ["kind"] = "User", ["name"] = u })));
            body.Remove("groups");
            body.Remove("users");
        }

        if (resource.Group == "rbac.authorization.k8s.io")
        {
            var labels = body.Ensure("metadata").Ensure("labels");
            labels["kubernetes.io/bootstrapping"] = "rbac-defaults";
            if (body.Remove("into", out var into))
            {
                labels[$"rbac.authorization.k8s.io/aggregate-to-{into}"] = "true";
            }

            body.Child("metadata")!["annotations"] = new Map { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" };
        }

        return body;
    }

    // The rules of the roles that go into a gathering one, through other gathering ones too. Parts stand before their whole in the table.
    private static Seq Gathered(string name, Map roles, Seq rules)
    {
        foreach (var (part, body) in roles.Where(r => Into(r.Value as Map) == name).OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            foreach (var rule in (body as Map)?.List("rules") ?? [])
            {
                if (!rules.Exists(r => JsonText.Same(r, rule)))
                {
                    rules.Add(JsonText.Clone(rule));
                }
            }

            Gathered(part, roles, rules);
        }

        return rules;
    }

    private static string? Into(Map? role) => role?.Text("into")
        ?? (role?.At("metadata", "labels") as Map)?.Keys.FirstOrDefault(k => k.StartsWith("rbac.authorization.k8s.io/aggregate-to-", StringComparison.Ordinal))?["rbac.authorization.k8s.io/aggregate-to-".Length..];

    // verbs: resources [@groups], or verbs: /paths
    private static Map Rule(string text)
    {
        var parts = text.Split(": ", 2);
        var rule = new Map { ["verbs"] = new Seq(parts[0].Split(',')) };
        if (parts[1].StartsWith('/') || parts[1] == "**")
        {
            rule["nonResourceURLs"] = new Seq(parts[1] == "**" ? ["*"] : parts[1].Split(','));
            return rule;
        }

        var target = parts[1].Split(" @");
        rule["apiGroups"] = new Seq(target.Length > 1 ? target[1].Split(',') : [""]);
        rule["resources"] = new Seq(target[0].Split(','));
        return rule;
    }
}

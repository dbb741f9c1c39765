using System.Security.Cryptography;
using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Api;

/// <summary>Discovery, in the old form (a document for each group version) and the aggregated one.</summary>
public static class Discovery
{
    public static async Task Api(ApiCall call)
    {
        if (Aggregated(call) is { } version)
        {
            await List(call, version, [Group(call.Cluster.Registry, "", version)]);
            return;
        }

        await Answer.Json(call, 200, new Map
        {
            ["kind"] = "APIVersions",
            ["versions"] = new Seq { "v1" },
            ["serverAddressByClientCIDRs"] = new Seq { new Map { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = call.Http.Request.Host.Value } },
        });
    }

    public static async Task Apis(ApiCall call)
    {
        var registry = call.Cluster.Registry;
        var groups = Groups(registry);
        if (Aggregated(call) is { } version)
        {
            await List(call, version, groups.Select(g => Group(registry, g, version)));
            return;
        }

        await Answer.Json(call, 200, new Map { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new Seq(groups.Select(g => (object?)ApiGroup(registry, g))) });
    }

    public static async Task OneGroup(ApiCall call, string group)
    {
        if (!Groups(call.Cluster.Registry).Contains(group))
        {
            await Answer.Text(call, 404, "404 page not found\n");
            return;
        }

        var map = new Map { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (key, value) in ApiGroup(call.Cluster.Registry, group))
        {
            map[key] = value;
        }

        await Answer.Json(call, 200, map);
    }

    public static async Task Resources(ApiCall call, string group, string version)
    {
        var registry = call.Cluster.Registry;
        if (!registry.Serves(group, version))
        {
            await Answer.Text(call, 404, "404 page not found\n");
            return;
        }

        var list = new Map { ["kind"] = "APIResourceList" };
        if (group.Length > 0)
        {
            list["apiVersion"] = "v1";
        }

        list["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}";
        list["resources"] = new Seq(registry.All.Where(r => r.Group == group && r.Version == version).SelectMany(Legacy));
        await Answer.Json(call, 200, list);
    }

    private static List<string> Groups(Registry registry) =>
        [.. registry.BuiltIn.Groups.Where(g => g.Length > 0).Concat(registry.Custom.Select(r => r.Group).Order(StringComparer.Ordinal)).Distinct()];

    private static string? Aggregated(ApiCall call)
    {
        foreach (var clause in call.Http.Request.Headers.Accept.ToString().Split(',').Select(Negotiation.Clause))
        {
            if (clause.Parameters.GetValueOrDefault("as") == "APIGroupDiscoveryList" && clause.Parameters.GetValueOrDefault("g") == "apidiscovery.k8s.io"
                && clause.Parameters.GetValueOrDefault("v") is var version && (version == "v2beta1" || (version == "v2" && call.Cluster.Registry.Minor >= 30)))
            {
                return version;
            }
        }

        return null;
    }

    private static async Task List(ApiCall call, string version, IEnumerable<Map> groups)
    {
        var body = JsonText.ToUtf8(new Map { ["kind"] = "APIGroupDiscoveryList", ["apiVersion"] = $"apidiscovery.k8s.io/{version}", ["metadata"] = new Map(), ["items"] = new Seq(groups) });
        var tag = $"\"{Convert.ToHexString(SHA512.HashData(body))}\"";
        call.Http.Response.Headers.ETag = tag;
        call.Http.Response.Headers.Vary = "Accept";
        if (call.Http.Request.Headers.IfNoneMatch.ToString() == tag)
        {
            call.Http.Response.StatusCode = 304;
            return;
        }

        await Answer.Raw(call, 200, body, $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList");
    }

    private static IEnumerable<string> Versions(Registry registry, string group) =>
        registry.All.Where(r => r.Group == group).Select(r => r.Version).Distinct().OrderByDescending(v => v, VersionOrder.Instance);

    private static Map ApiGroup(Registry registry, string group)
    {
        var versions = Versions(registry, group).Select(v => new Map { ["groupVersion"] = $"{group}/{v}", ["version"] = v }).ToList();
        return new Map { ["name"] = group, ["versions"] = new Seq(versions), ["preferredVersion"] = JsonText.Clone(versions[0]) };
    }

    private static Map Group(Registry registry, string group, string form)
    {
        var meta = new Map();
        if (group.Length > 0)
        {
            meta["name"] = group;
        }

        meta["creationTimestamp"] = null;
        var versions = Versions(registry, group).Select(v => (object?)new Map
        {
            ["version"] = v,
            ["resources"] = new Seq(registry.All.Where(r => r.Group == group && r.Version == v).Select(r => (object?)Modern(r))),
            ["freshness"] = "Current",
        });
        return new Map { ["metadata"] = meta, ["versions"] = new Seq(versions) };
    }

    private static Map Modern(Resource resource)
    {
        // A built-in kind leaves its group and version out: they are those of the list.
        var custom = resource.Custom is not null;
        var map = new Map
        {
            ["resource"] = resource.Plural,
            ["responseKind"] = KindOf(custom ? resource.Group : "", custom ? resource.Version : "", resource.Kind),
            ["scope"] = resource.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = resource.Singular,
            ["verbs"] = new Seq(resource.Verbs),
        };
        AddNames(map, resource);
        if (resource.Subresources.Count > 0)
        {
            map["subresources"] = new Seq(resource.Subresources.Select(s => (object?)new Map
            {
                ["subresource"] = s.Name,
                ["responseKind"] = KindOf(s.Group.Length == 0 && custom ? resource.Group : s.Group, s.Version.Length == 0 && custom ? resource.Version : s.Version, s.Kind),
                ["verbs"] = new Seq(s.Verbs),
            }));
        }

        return map;
    }

    private static Map KindOf(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static IEnumerable<object?> Legacy(Resource resource)
    {
        var map = new Map
        {
            ["name"] = resource.Plural,
            ["singularName"] = resource.Singular,
            ["namespaced"] = resource.Namespaced,
            ["kind"] = resource.Kind,
            ["verbs"] = new Seq(resource.Verbs),
        };
        AddNames(map, resource);
        if (resource.Stored)
        {
            map["storageVersionHash"] = resource.StorageHash;
        }

        yield return map;
        foreach (var sub in resource.Subresources)
        {
            var item = new Map { ["name"] = $"{resource.Plural}/{sub.Name}", ["singularName"] = "", ["namespaced"] = resource.Namespaced };
            if (sub.Version.Length > 0)
            {
                item["group"] = sub.Group;
                item["version"] = sub.Version;
            }

            item["kind"] = sub.Kind;
            item["verbs"] = new Seq(sub.Verbs);
            yield return item;
        }
    }

    private static void AddNames(Map map, Resource resource)
    {
        if (resource.ShortNames.Count > 0)
        {
            map["shortNames"] = new Seq(resource.ShortNames);
        }

        if (resource.Categories.Count > 0)
        {
            map["categories"] = new Seq(resource.Categories);
        }
    }
}

/// <summary>The order of API versions: v2, v1, v1beta2, v1beta1, v1alpha1, and others by name.</summary>
public sealed partial class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y) => Rank(x ?? "").CompareTo(Rank(y ?? ""));

    private static (int, int, int) Rank(string version)
    {
        var match = Form().Match(version);
        return !match.Success ? (0, 0, 0)
            : match.Groups[2].Value switch
            {
                "" => (3, int.Parse(match.Groups[1].Value), 0),
                "beta" => (2, int.Parse(match.Groups[1].Value), int.Parse(match.Groups[3].Value)),
                _ => (1, int.Parse(match.Groups[1].Value), int.Parse(match.Groups[3].Value)),
            };
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^v(\d+)(?:(alpha|beta)(\d+))?$")]
    private static partial System.Text.RegularExpressions.Regex Form();
}

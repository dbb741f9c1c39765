using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Core.Access;
using Portal.Core.Components.Values;
using Portal.Core.Kubernetes;

namespace Portal.Core.Namespaces.Delivery;

/// <summary>The objects of a namespace as manifests. Pure.</summary>
internal static class NamespaceManifest
{
    /// <summary>On the Namespace: the slug of the team that has it. NetworkPolicies select by it.</summary>
    public const string TeamLabel = "kurator-portal.io/team";

    /// <summary>The name of its ResourceQuota.</summary>
    public const string QuotaName = "team-quota";

    private const string PodSecurityLabel = "pod-security.kubernetes.io/";
    private const string Rbac = "rbac.authorization.k8s.io";

    /// <param name="slug">Of the team that has it.</param>
    /// <param name="readers">Slugs of the teams whose members may look.</param>
    /// <param name="accounts">Those of the named accounts that are members of the team.</param>
    public static string Yaml(string name, string slug, NamespaceSpec spec, IReadOnlyList<string> readers, IReadOnlyList<NamespaceAccount> accounts) =>
        string.Join("---\n", Objects(name, slug, spec, readers, accounts).Select(ValuesYaml.Write));

    private static IEnumerable<JsonObject> Objects(
        string name, string slug, NamespaceSpec spec, IReadOnlyList<string> readers, IReadOnlyList<NamespaceAccount> accounts)
    {
        yield return Namespace(name, slug, spec);
        if (spec.Quota.Count > 0)
        {
            yield return Object("v1", "ResourceQuota", name, QuotaName, ("spec", new JsonObject { ["hard"] = Mapping(spec.Quota) }));
        }

        if (spec.DefaultRequests.Count > 0 || spec.DefaultLimits.Count > 0)
        {
            yield return Object("v1", "LimitRange", name, "team-defaults", ("spec", new JsonObject { ["limits"] = new JsonArray(Defaults(spec)) }));
        }

        if (Network(spec.Network, slug) is { } network)
        {
            yield return Object("networking.k8s.io/v1", "NetworkPolicy", name, "team-network", ("spec", network));
        }

        foreach (var role in new[] { NamespaceRole.View, NamespaceRole.Edit, NamespaceRole.Admin })
        {
            var subjects = Subjects(role, slug, spec.Members, readers, accounts);
            if (subjects.Count > 0)
            {
                var word = role.ToString().ToLower(CultureInfo.InvariantCulture);
                yield return Object($"{Rbac}/v1", "RoleBinding", name, $"team-{word}",
                    ("roleRef", new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "ClusterRole", ["name"] = word }), ("subjects", subjects));
            }
        }
    }

    private static JsonObject Namespace(string name, string slug, NamespaceSpec spec)
    {
        var labels = Mapping(spec.Labels);
        labels[TeamLabel] = slug;
        foreach (var mode in new[] { "enforce", "audit", "warn" })
        {
            labels[PodSecurityLabel + mode] = spec.PodSecurity.ToString().ToLower(CultureInfo.InvariantCulture);
        }

        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels } };
    }

    private static JsonObject Defaults(NamespaceSpec spec)
    {
        var limit = new JsonObject { ["type"] = "Container" };
        if (spec.DefaultRequests.Count > 0)
        {
            limit["defaultRequest"] = Mapping(spec.DefaultRequests);
        }

        if (spec.DefaultLimits.Count > 0)
        {
            limit["default"] = Mapping(spec.DefaultLimits);
        }

        return limit;
    }

    /// <summary>Null where nothing is limited.</summary>
    private static JsonObject? Network(NetworkIsolation isolation, string slug) => isolation switch
    {
        // Where a cluster keeps its DNS differs (kube-system, an address of the node): its port is open to any place.
        NetworkIsolation.Isolated => new JsonObject
        {
            ["podSelector"] = new JsonObject(),
            ["policyTypes"] = new JsonArray("Ingress", "Egress"),
            ["ingress"] = new JsonArray(new JsonObject { ["from"] = new JsonArray(new JsonObject { ["podSelector"] = new JsonObject() }) }),
            ["egress"] = new JsonArray(
                new JsonObject { ["to"] = new JsonArray(new JsonObject { ["podSelector"] = new JsonObject() }) },
                new JsonObject { ["ports"] = new JsonArray(Port("UDP"), Port("TCP")) }),
        },
        NetworkIsolation.Team => new JsonObject
        {
            ["podSelector"] = new JsonObject(),
            ["policyTypes"] = new JsonArray("Ingress"),
            ["ingress"] = new JsonArray(new JsonObject
            {
                ["from"] = new JsonArray(new JsonObject { ["namespaceSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { [TeamLabel] = slug } } }),
            }),
        },
        _ => null,
    };

    private static JsonObject Port(string protocol) => new() { ["port"] = 53, ["protocol"] = protocol };

    private static JsonArray Subjects(
        NamespaceRole role, string slug, NamespaceMembers members, IReadOnlyList<string> readers, IReadOnlyList<NamespaceAccount> accounts)
    {
        var groups = members.Roles.Where(pair => pair.Value == role).OrderBy(pair => pair.Key).Select(pair => ClusterIdentity.GroupOf(slug, pair.Key));
        if (role == NamespaceRole.View)
        {
            groups = groups.Concat(readers.Order(StringComparer.Ordinal).SelectMany(reader => ClusterIdentity.GroupsFrom(reader, TeamRole.Viewer)));
        }

        var users = accounts.Where(account => account.Role == role).Select(account => ClusterIdentity.UserOf(account.Name)).Order(StringComparer.Ordinal);
        return [.. groups.Select(group => Subject("Group", group)), .. users.Select(user => Subject("User", user))];
    }

    private static JsonObject Subject(string kind, string name) => new() { ["apiGroup"] = Rbac, ["kind"] = kind, ["name"] = name };

    private static JsonObject Object(string apiVersion, string kind, string space, string name, params ReadOnlySpan<(string Name, JsonNode Value)> parts)
    {
        var made = new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space },
        };
        foreach (var part in parts)
        {
            made[part.Name] = part.Value;
        }

        return made;
    }

    private static JsonObject Mapping(IReadOnlyDictionary<string, string> pairs) =>
        [.. pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))];
}

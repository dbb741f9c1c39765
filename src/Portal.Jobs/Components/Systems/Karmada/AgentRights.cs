using System.Text.Json.Nodes;
using Portal.Core.Components.Systems.Karmada;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>What an agent may do in Karmada, as karmadactl register grants it: its own cluster, its own secrets, its own works.</summary>
internal static class AgentRights
{
    private const string Rbac = "rbac.authorization.k8s.io";

    /// <summary>Namespaces before what is in them, roles before their bindings.</summary>
    public static IReadOnlyList<JsonObject> Of(string cluster)
    {
        var (secrets, works) = (KarmadaNames.ClusterNamespace, KarmadaNames.ExecutionSpace(cluster));
        return
        [
            Role(AgentNames.Role(cluster), null,
                Rule(["cluster.karmada.io"], ["clusters"], ["get", "delete"], cluster),
                Rule(["cluster.karmada.io"], ["clusters"], ["create", "list", "watch"]),
                Rule(["cluster.karmada.io"], ["clusters/status"], ["update"], cluster),
                Rule(["config.karmada.io"], ["resourceinterpreterwebhookconfigurations", "resourceinterpretercustomizations"], ["get", "list", "watch"]),
                Rule([""], ["namespaces"], ["get"]),
                Rule(["coordination.k8s.io"], ["leases"], ["get", "create", "update"]),
                Rule(["certificates.k8s.io"], ["certificatesigningrequests"], ["get", "create"]),
                Rule([""], ["services"], ["list", "watch"]),
                Rule([""], ["events"], ["patch", "create", "update"])),
            Binding(cluster, AgentNames.Role(cluster), null),
            KarmadaManifests.Namespace(secrets),
            Role(AgentNames.SecretRole(cluster), secrets,
                Rule([""], ["secrets"], ["get", "patch"], cluster, KarmadaNames.ImpersonatorSecret(cluster)),
                Rule([""], ["secrets"], ["create"])),
            KarmadaManifests.Namespace(works),
            Role(AgentNames.WorkRole(cluster), works,
                Rule(["work.karmada.io"], ["works"], ["get", "create", "list", "watch", "update", "delete"]),
                Rule(["work.karmada.io"], ["works/status"], ["patch", "update"])),
            Binding(cluster, AgentNames.SecretRole(cluster), secrets),
            Binding(cluster, AgentNames.WorkRole(cluster), works),
        ];
    }

    private static JsonObject Role(string name, string? @namespace, params JsonObject[] rules) =>
        New(@namespace is null ? "ClusterRole" : "Role", name, @namespace, "rules", new JsonArray([.. rules]));

    private static JsonObject Binding(string cluster, string role, string? @namespace)
    {
        var binding = New(
            @namespace is null ? "ClusterRoleBinding" : "RoleBinding", role, @namespace, "subjects",
            new JsonArray(new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "User", ["name"] = AgentNames.User(cluster) }));
        binding["roleRef"] = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = @namespace is null ? "ClusterRole" : "Role", ["name"] = role };
        return binding;
    }

    private static JsonObject New(string kind, string name, string? @namespace, string field, JsonArray content)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }

        return new JsonObject { ["apiVersion"] = $"{Rbac}/v1", ["kind"] = kind, ["metadata"] = metadata, [field] = content };
    }

    private static JsonObject Rule(string[] groups, string[] resources, string[] verbs, params string[] names)
    {
        var rule = new JsonObject { ["apiGroups"] = List(groups), ["resources"] = List(resources), ["verbs"] = List(verbs) };
        if (names.Length > 0)
        {
            rule["resourceNames"] = List(names);
        }

        return rule;
    }

    private static JsonArray List(string[] texts) => [.. texts.Select(text => (JsonNode)text)];
}

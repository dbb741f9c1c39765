using System.Text.Json.Nodes;

namespace Portal.Jobs.Components.Systems.ArgoCd;

/// <summary>The account under which Argo CD deploys: with the rights that argocd cluster add gives it.</summary>
internal static class ArgoCdAccount
{
    private const string Group = "rbac.authorization.k8s.io";

    public static IReadOnlyList<JsonObject> Of(string home, string name) =>
    [
        new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ServiceAccount",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = home },
            ["automountServiceAccountToken"] = false,
        },
        new()
        {
            ["apiVersion"] = $"{Group}/v1",
            ["kind"] = "ClusterRole",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["rules"] = new JsonArray(
                new JsonObject { ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*"), ["verbs"] = new JsonArray("*") },
                new JsonObject { ["nonResourceURLs"] = new JsonArray("*"), ["verbs"] = new JsonArray("*") }),
        },
        new()
        {
            ["apiVersion"] = $"{Group}/v1",
            ["kind"] = "ClusterRoleBinding",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["roleRef"] = new JsonObject { ["apiGroup"] = Group, ["kind"] = "ClusterRole", ["name"] = name },
            ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = name, ["namespace"] = home }),
        },
    ];
}

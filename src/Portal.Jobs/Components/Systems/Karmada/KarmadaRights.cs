using System.Text.Json.Nodes;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>
/// What Karmada may do in a member. Full is what karmadactl grants: everything. Narrow leaves out what Karmada needs only
/// for a part of what it offers, and with it that part:
/// - cluster-wide roles, definitions and webhooks cannot be carried to the member;
/// - Karmada cannot answer for a person in the member (clusters/proxy), as the role for that cannot be made;
/// - kinds of other groups are carried where the setting apiGroups names the group.
/// It is narrower, not harmless: who may run pods and read secrets of every namespace can become more.
/// </summary>
internal static class KarmadaRights
{
    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Write = ["get", "list", "watch", "create", "update", "patch", "delete"];

    public static JsonArray Of(JsonObject settings) => IsNarrow(settings)
        ? Narrow((settings["apiGroups"] as JsonArray ?? []).Select(group => (string)group!))
        : [Rule(["*"], ["*"], ["*"]), Paths("*")];

    /// <summary>Of an agent, which also elects a leader among its pods.</summary>
    public static JsonArray OfAgent(JsonObject settings)
    {
        var rules = Of(settings);
        if (IsNarrow(settings))
        {
            rules.Add((JsonNode)Rule(["coordination.k8s.io"], ["leases"], ["get", "create", "update", "patch"]));
        }

        return rules;
    }

    public static bool IsNarrow(JsonObject settings) => (string?)settings["rights"] == "narrow";

    private static JsonArray Narrow(IEnumerable<string> more)
    {
        var rules = new JsonArray(
            // Its health, its capacity, and what runs on it.
            Paths("/api", "/api/*", "/apis", "/apis/*", "/openapi/*", "/version", "/healthz", "/readyz"),
            Rule([""], ["nodes", "events"], Read),
            Rule([""], ["pods", "replicationcontrollers", "namespaces", "configmaps", "secrets", "services", "endpoints", "serviceaccounts", "persistentvolumeclaims", "limitranges", "resourcequotas"], Write),
            Rule([""], ["pods/status", "services/status", "namespaces/status", "persistentvolumeclaims/status", "resourcequotas/status"], Read),
            Rule(["apps"], ["deployments", "statefulsets", "daemonsets", "replicasets", "controllerrevisions"], Write),
            Rule(["batch"], ["jobs", "cronjobs"], Write),
            Rule(["autoscaling"], ["horizontalpodautoscalers"], Write),
            Rule(["policy"], ["poddisruptionbudgets"], Write),
            Rule(["networking.k8s.io"], ["ingresses", "networkpolicies"], Write),
            Rule(["discovery.k8s.io"], ["endpointslices"], Write),
            // The cluster lets nobody grant by these what they do not hold.
            Rule(["rbac.authorization.k8s.io"], ["roles", "rolebindings"], Write));
        foreach (var group in more)
        {
            rules.Add((JsonNode)Rule([group], ["*"], Write));
        }

        return rules;
    }

    private static JsonObject Paths(params string[] paths) => new() { ["nonResourceURLs"] = List(paths), ["verbs"] = new JsonArray("get") };

    private static JsonObject Rule(string[] groups, string[] resources, string[] verbs) => new()
    {
        ["apiGroups"] = List(groups),
        ["resources"] = List(resources),
        ["verbs"] = List(verbs),
    };

    private static JsonArray List(string[] texts) => [.. texts.Select(text => (JsonNode)text)];
}

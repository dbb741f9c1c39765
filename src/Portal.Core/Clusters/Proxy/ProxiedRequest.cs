using Portal.Core.Audit;

namespace Portal.Core.Clusters.Proxy;

/// <summary>
/// What a request means, read from its method, path and query as API servers read them
/// (k8s.io/apiserver, pkg/endpoints/request/requestinfo.go).
/// </summary>
/// <param name="Verb">As RBAC names it: get, list, watch, create, update, patch, delete, deletecollection; else the method in lower case.</param>
/// <param name="Group">Empty for the core group, and for what is no resource.</param>
/// <param name="Resource">The plural; empty for what is no resource.</param>
/// <param name="IsStream">It lasts until somebody ends it: a watch, a followed log, a session.</param>
public sealed record ProxiedRequest(
    string Verb, string Group, string Resource, string Subresource, string Namespace, string Name, bool IsStream, bool IsDryRun)
{
    private static readonly string[] Sessions = ["exec", "attach", "portforward", "proxy"];

    // Their answer is all that they make.
    private static readonly string[] Questions =
        ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews", "subjectaccessreviews", "localsubjectaccessreviews"];

    /// <param name="isUpgrade">The connection is to become another protocol's (WebSocket, SPDY).</param>
    public static ProxiedRequest Read(string method, ProxiedTarget target, bool isUpgrade)
    {
        var query = new QueryParameters(target.Query);
        var parts = target.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray().AsSpan();
        var isCore = parts is ["api", _, _, ..];
        if (!isCore && parts is not ["apis", _, _, _, ..])
        {
            return new ProxiedRequest(method.ToLowerInvariant(), "", "", "", "", "", isUpgrade || query.IsOn("watch"), false);
        }

        var group = isCore ? "" : parts[1];
        parts = parts[(isCore ? 2 : 3)..];

        // The old form of watches: /api/v1/watch/pods.
        var isOldWatch = parts[0] == "watch" && parts.Length > 1;
        if (isOldWatch)
        {
            parts = parts[1..];
        }

        var space = "";
        if (parts[0] == "namespaces" && parts.Length > 1)
        {
            space = parts[1];
            if (parts.Length > 2 && parts[2] is not ("status" or "finalize"))
            {
                parts = parts[2..];
            }
        }

        var name = parts.Length > 1 ? parts[1] : "";
        var sub = parts.Length > 2 ? parts[2] : "";
        var isWatch = isOldWatch || (method is "GET" or "HEAD" && query.IsOn("watch") && sub.Length == 0);
        var verb = method switch
        {
            "GET" or "HEAD" => isWatch ? "watch" : name.Length == 0 ? "list" : "get",
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => name.Length == 0 ? "deletecollection" : "delete",
            _ => method.ToLowerInvariant(),
        };
        return new ProxiedRequest(
            verb, group, parts[0], sub, space, name,
            isUpgrade || isWatch || (sub == "log" && query.IsOn("follow")),
            query.Has("dryRun"));
    }

    /// <summary>The resource as kubectl writes it: "deployments.apps", "pods/exec".</summary>
    public string FullResource =>
        $"{Resource}{(Group.Length > 0 ? $".{Group}" : "")}{(Subresource.Length > 0 ? $"/{Subresource}" : "")}";

    /// <summary>What it was done to, for a record: "deployments.apps shop/web".</summary>
    public string Label => Resource.Length == 0 ? "" : $"{FullResource} {(Namespace.Length > 0 && Resource != "namespaces" ? $"{Namespace}/" : "")}{Name}".TrimEnd();

    /// <summary>One of <see cref="AuditActs"/>, or null for what is not recorded: reads of what is no secret, and questions about rights.</summary>
    public string? Act => Group.Length == 0 && Sessions.Contains(Subresource) ? AuditActs.Opened
        : Verb is "get" or "list" or "watch" ? (Resource == "secrets" && Group.Length == 0 ? AuditActs.Read : null)
        : Questions.Contains(Resource) ? null
        : Verb switch
        {
            "create" => AuditActs.Created,
            "update" or "patch" => AuditActs.Changed,
            "delete" or "deletecollection" => AuditActs.Removed,
            "head" or "options" => null,

            // No resource: whatever it is, it is no read.
            _ => AuditActs.Changed,
        };

    /// <summary>The query of an API call. A flag is on unless it is "0" or "false" (k8s.io/apimachinery, pkg/runtime/conversion.go).</summary>
    private sealed class QueryParameters(string query)
    {
        private readonly (string Name, string Value)[] _pairs =
            [.. query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
                .Select(pair => (Decode(pair[0]), pair.Length > 1 ? Decode(pair[1]) : ""))];

        public bool Has(string name) => _pairs.Any(pair => pair.Name == name);

        // Also when a later one of two is on: a watch must not pass for a short request.
        public bool IsOn(string name) =>
            _pairs.Any(pair => pair.Name == name && pair.Value != "0" && !pair.Value.Equals("false", StringComparison.OrdinalIgnoreCase));

        private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
    }
}

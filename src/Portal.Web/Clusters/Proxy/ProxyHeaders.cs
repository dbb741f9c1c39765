using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace Portal.Web.Clusters.Proxy;

/// <summary>
/// The headers that pass, by name: whatever is not listed does not, however it is written. So no header of a caller can say who somebody is, and
/// none of a cluster can say what the portal's origin allows.
/// </summary>
internal static class ProxyHeaders
{
    /// <summary>From the caller to the cluster. Connection and Upgrade are made anew where a connection becomes another protocol's.</summary>
    public static readonly FrozenSet<string> OfRequests = new[]
    {
        HeaderNames.Accept, HeaderNames.AcceptEncoding, HeaderNames.AcceptLanguage, HeaderNames.ContentEncoding, HeaderNames.ContentLength, HeaderNames.ContentType,
        HeaderNames.IfMatch, HeaderNames.IfNoneMatch, HeaderNames.UserAgent, "Kubectl-Command", "Kubectl-Session", "X-Stream-Protocol-Version",
        HeaderNames.SecWebSocketKey, HeaderNames.SecWebSocketVersion, HeaderNames.SecWebSocketProtocol, HeaderNames.SecWebSocketExtensions,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>From the cluster to the caller. No redirect is among them: where it would lead is not the portal's to say.</summary>
    public static readonly FrozenSet<string> OfResponses = new[]
    {
        HeaderNames.Allow, HeaderNames.CacheControl, HeaderNames.ContentEncoding, HeaderNames.ContentLength, HeaderNames.ContentType, HeaderNames.Date,
        HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.RetryAfter, HeaderNames.Vary, HeaderNames.Warning, "Audit-Id",
        "X-Kubernetes-Pf-Flowschema-Uid", "X-Kubernetes-Pf-Prioritylevel-Uid", "X-Stream-Protocol-Version",
        HeaderNames.SecWebSocketAccept, HeaderNames.SecWebSocketProtocol, HeaderNames.SecWebSocketExtensions,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private const string TokenProtocol = "base64url.bearer.authorization.k8s.io";

    /// <summary>True for a header by which a caller wants to be somebody else, also where a server reads underscores as hyphens.</summary>
    public static bool Impersonates(string name) => name.Replace('_', '-').StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Sub-protocols of a WebSocket without those that carry a token.</summary>
    public static string Protocols(IEnumerable<string?> values) => string.Join(", ", values
        .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Where(protocol => !protocol.StartsWith(TokenProtocol, StringComparison.OrdinalIgnoreCase)));
}

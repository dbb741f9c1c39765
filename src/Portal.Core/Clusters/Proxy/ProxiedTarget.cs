namespace Portal.Core.Clusters.Proxy;

/// <summary>
/// Which cluster, and what of its API, the target of a request line means. The bytes are looked at as they came and passed on unchanged:
/// whatever two readers could take for two different paths is refused (dot segments, doubled and encoded separators, escapes within escapes).
/// </summary>
/// <param name="Cluster">A name or an id, as it was written.</param>
/// <param name="Path">Begins with a slash.</param>
/// <param name="Query">With its question mark; empty for none.</param>
public sealed record ProxiedTarget(string Cluster, string Path, string Query)
{
    public const string Prefix = "/k8s/clusters/";

    private const int MostCharacters = 8 * 1024;
    private const string PathSigns = "-._~!$&'()*+,;=:@/%";
    private static readonly string[] SecretParameters = ["token", "access_token", "id_token", "bearer", "authorization", "bearertoken"];

    /// <param name="target">As in the request line, in origin form (RFC 9112, 3.2.1).</param>
    /// <param name="why">What is wrong with it, for a person; empty when it is read.</param>
    /// <returns>Null when it is refused.</returns>
    public static ProxiedTarget? Read(string target, out string why)
    {
        why = FindFault(target) ?? "";
        if (why.Length > 0)
        {
            return null;
        }

        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var (whole, query) = mark < 0 ? (target, "") : (target[..mark], target[mark..]);
        var rest = whole[Prefix.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (cluster, path) = slash < 0 ? (rest, "/") : (rest[..slash], rest[slash..]);
        why = FindPathFault(path) ?? FindQueryFault(query) ?? "";
        return why.Length > 0 ? null : new ProxiedTarget(cluster, path, query);
    }

    /// <summary>The address to ask: the member's own, and these bytes after it.</summary>
    public Uri On(Uri apiServer) => new(
        apiServer.AbsoluteUri.TrimEnd('/') + Path + Query, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static string? FindFault(string target) =>
        target.Length > MostCharacters ? "The path is too long."
        : !target.StartsWith(Prefix, StringComparison.Ordinal) ? $"The path does not begin with {Prefix}."
        : target.Any(sign => sign is <= ' ' or >= '\u007f') ? "The path holds a character that is no visible ASCII."
        : target.Contains('#', StringComparison.Ordinal) ? "The path holds a fragment."
        : null;

    private static string? FindPathFault(string path)
    {
        for (var index = 0; index < path.Length; index++)
        {
            if (!char.IsAsciiLetterOrDigit(path[index]) && !PathSigns.Contains(path[index], StringComparison.Ordinal))
            {
                return "The path holds a character that paths do not hold.";
            }

            if (path[index] == '%' && FindEscapeFault(path.AsSpan(index + 1)) is { } fault)
            {
                return fault;
            }
        }

        var segments = path.Split('/');
        return segments.Any(segment => segment is "." or "..") ? "The path holds a dot segment."
            : segments[1..^1].Any(segment => segment.Length == 0) ? "The path holds an empty segment."
            : null;
    }

    /// <summary>An escape may stand for what a path cannot hold, and for nothing that would be read as another path.</summary>
    private static string? FindEscapeFault(ReadOnlySpan<char> escape) =>
        escape.Length < 2 || !char.IsAsciiHexDigit(escape[0]) || !char.IsAsciiHexDigit(escape[1]) ? "The path holds an escape that is not complete."
        : (char)Convert.ToByte(escape[..2].ToString(), 16) is var sign && sign is <= ' ' or >= '\u007f' or '/' or '\\' or '%' or '.' or '?' or '#' or ';'
            ? "The path holds an escape that is refused: separators, dots, controls and escapes within escapes."
            : null;

    // A token in an address ends up in logs. The API server reads none there, but what stands behind its proxies may.
    private static string? FindQueryFault(string query) =>
        query.Contains(Access.Kubeconfigs.KubeconfigToken.TokenPrefix, StringComparison.OrdinalIgnoreCase)
        || query.TrimStart('?').Split('&').Any(pair => SecretParameters.Contains(NameOf(pair), StringComparer.OrdinalIgnoreCase))
            ? "A token belongs into the header Authorization, and not into the query."
            : null;

    private static string NameOf(string pair) => Uri.UnescapeDataString(pair.Split('=', 2)[0].Replace('+', ' ')).Trim();
}

using Portal.Core.Problems;

namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>What may be said of an address, a reference and a path before anything is asked. Pure.</summary>
public static class GitAddress
{
    private const int MostCharacters = 1000;

    /// <summary>Why the address is refused, or null.</summary>
    public static string? FindUrlFault(string url, bool chart)
    {
        if (!WebUrl.TryRead(url, MostCharacters, out var uri))
        {
            return chart ? "Give the address of the chart repository with https://." : "Give the address of the Git repository with https://.";
        }

        if (uri.UserInfo.Length > 0)
        {
            return "An address holds no user or password: give them in their own fields.";
        }

        return uri.Query.Length > 0 || uri.Fragment.Length > 0 ? "The address of a repository has no query and no fragment." : null;
    }

    /// <summary>Why the name of a branch or tag, or a commit, is refused, or null.</summary>
    public static string? FindReferenceFault(GitReferenceKind kind, string reference)
    {
        if (kind == GitReferenceKind.Commit)
        {
            return reference.Length == 40 && reference.All(char.IsAsciiHexDigit) ? null : "Give the commit with all its 40 hex digits.";
        }

        var bad = reference.Length is 0 or > 250 || reference[0] is '-' or '/' || reference[^1] is '/' or '.'
            || reference.Contains("..", StringComparison.Ordinal) || reference.Contains("//", StringComparison.Ordinal) || reference.Contains("@{", StringComparison.Ordinal)
            || reference.Split('/').Any(part => part.StartsWith('.') || part.EndsWith(".lock", StringComparison.Ordinal))
            || reference.Any(sign => sign <= ' ' || sign == '\u007f' || "~^:?*[\\".Contains(sign, StringComparison.Ordinal));
        return bad ? "Give a branch or a tag by its name." : null;
    }

    /// <summary>Why the path of a folder is refused, or null.</summary>
    public static string? FindPathFault(string path)
    {
        var bad = path.Length > MostCharacters || path.Any(char.IsControl) || path.Contains('\\', StringComparison.Ordinal)
            || (path.Length > 0 && path.Split('/').Any(part => part is "" or "." or ".." || part.Equals(".git", StringComparison.OrdinalIgnoreCase)));
        return bad ? "Give the path of a folder within the repository, without .. and without a slash at its beginning or end." : null;
    }

    /// <summary>Resolves a path that is relative to a folder of the repository; null when it leads out of it.</summary>
    public static string? Resolve(string folder, string relative)
    {
        if (relative.StartsWith('/') || relative.Contains('\\', StringComparison.Ordinal))
        {
            return null;
        }

        var parts = new List<string>(folder.Length == 0 ? [] : folder.Split('/'));
        foreach (var part in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>Whether two addresses are of the same server: a credential of one is not sent to another.</summary>
    public static bool IsSameServer(string one, string other) =>
        Uri.TryCreate(one, UriKind.Absolute, out var first) && Uri.TryCreate(other, UriKind.Absolute, out var second)
        && first.Scheme == second.Scheme && first.Port == second.Port && string.Equals(first.IdnHost, second.IdnHost, StringComparison.OrdinalIgnoreCase);
}

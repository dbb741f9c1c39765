using System.Text.RegularExpressions;

namespace Portal.Core.Secrets;

/// <summary>What looks like a secret, whoever's it is.</summary>
internal static partial class SecretPatterns
{
    public const string Mark = "***";

    /// <summary>Blanks out what the patterns find in one line.</summary>
    public static string Redact(string line)
    {
        line = UserInfo().Replace(line, "$1***@");
        line = Authorization().Replace(line, "$1 ***");
        line = WebToken().Replace(line, Mark);
        line = KnownToken().Replace(line, Mark);
        line = NamedValue().Replace(line, "$1\"***\"");
        line = KeyValue().Replace(line, Masked);
        return Flag().Replace(line, "$1***");
    }

    [GeneratedRegex(@"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----")]
    public static partial Regex KeyBegin();

    [GeneratedRegex(@"-----END [A-Z0-9 ]*PRIVATE KEY-----")]
    public static partial Regex KeyEnd();

    /// <summary>A YAML key of a secret whose value is a block on the lines that follow.</summary>
    [GeneratedRegex(@"^(?<indent>[ \t-]*)[""']?[\w.-]*(?:" + Keys + @")[""']?\s*:\s*[|>][+-]?\d?\s*$", RegexOptions.IgnoreCase)]
    public static partial Regex BlockStart();

    private const string Keys =
        "passw(?:or)?d|passwd|pwd|passphrase|token|secret|api[-_]?key|access[-_]?key|secret[-_]?key|private[-_]?key|"
        + "client-key-data|client-certificate-data|credentials?";

    private static string Masked(Match match) =>
        match.Groups["quote"].Value is { Length: > 0 } quote
            ? match.Groups["key"].Value + quote + Mark + quote
            : match.Groups["key"].Value + Mark;

    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]{1,20}://)[^\s/@:""']*(?::[^\s/@""']*)?@", RegexOptions.IgnoreCase)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"\b(bearer|basic)\s+(?!\*\*\*)[A-Za-z0-9._~+/=-]{6,}", RegexOptions.IgnoreCase)]
    private static partial Regex Authorization();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?")]
    private static partial Regex WebToken();

    [GeneratedRegex(@"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|AKIA[0-9A-Z]{16}|xox[abprs]-[A-Za-z0-9-]{10,}|glpat-[\w-]{20,})")]
    private static partial Regex KnownToken();

    // {"name":"DB_PASSWORD","value":"…"}, as environment variables are written.
    [GeneratedRegex(@"(""name""\s*:\s*""[^""]*(?:" + Keys + @")""\s*,\s*""value""\s*:\s*)""(?:[^""\\]|\\.)*""", RegexOptions.IgnoreCase)]
    private static partial Regex NamedValue();

    [GeneratedRegex(@"(?<key>(?:" + Keys + @")\\?[""']?\s*(?::|=|:=)\s*)(?:(?<quote>\\?[""'])(?:(?!\k<quote>).)*(?:\k<quote>|$)|(?![|>][+-]?\s*$)[^\s,;&}\]""']+)",
        RegexOptions.IgnoreCase)]
    private static partial Regex KeyValue();

    [GeneratedRegex(@"(--[\w-]*(?:" + Keys + @")\s+)(?!-)\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Flag();
}

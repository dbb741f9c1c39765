using Portal.Core.Monitoring.Traces;
using Portal.Core.Problems;

namespace Portal.Web.Monitoring.Traces;

/// <summary>Tags as people write them: "http.status_code=500 error=true", a value with spaces in double quotes.</summary>
internal static class TagText
{
    /// <summary>Throws Invalid for what cannot be read.</summary>
    public static IReadOnlyList<SpanTag> ReadAll(IEnumerable<string> texts) => [.. texts.Select(text =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 ? new SpanTag(text[..at], text[(at + 1)..]) : throw Unreadable(text))];

    /// <summary>Several in one line. Throws Invalid for what cannot be read.</summary>
    public static IReadOnlyList<SpanTag> Read(string line) => ReadAll(Split(line));

    private static IEnumerable<string> Split(string line)
    {
        var (part, isQuoted) = (new System.Text.StringBuilder(), false);
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (char.IsWhiteSpace(letter) && !isQuoted)
            {
                if (part.Length > 0)
                {
                    yield return part.ToString();
                    part.Clear();
                }
            }
            else
            {
                part.Append(letter);
            }
        }

        if (part.Length > 0)
        {
            yield return part.ToString();
        }
    }

    private static ProblemException Unreadable(string text) => ProblemException.Invalid(
        "Traces were not searched for", $"\"{(text.Length > 60 ? text[..60] : text)}\" is no tag.", "Write tags as name=value, and a value with spaces in double quotes.", "tags");
}

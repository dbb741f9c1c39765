using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Core.Components.Values;

/// <summary>
/// Double-quoted texts that go on in lines which are not indented further than their key. The specification forbids them,
/// and the parsers of Kubernetes and helm take them, so that charts have them.
/// </summary>
internal static partial class YamlContinuations
{
    /// <summary>The same with each such text in one line. Later lines keep their numbers.</summary>
    public static string Fold(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var folded = new StringBuilder(text.Length);
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            var first = at;
            if (Opened().Match(line) is { Success: true } match && !IsClosed(line[(match.Length - 1)..]))
            {
                var joined = line.TrimEnd();
                while (at + 1 < lines.Length && !IsClosed(joined[(match.Length - 1)..]))
                {
                    var next = lines[++at].Trim();
                    // An empty line is a line's end within the text.
                    joined += next.Length == 0 ? "\\n" : joined.EndsWith("\\n", StringComparison.Ordinal) && lines[at - 1].Trim().Length == 0 ? next : " " + next;
                }

                line = joined;
            }

            folded.Append(line).Append('\n', at - first);
            if (at < lines.Length - 1)
            {
                folded.Append('\n');
            }
        }

        return folded.ToString();
    }

    /// <param name="quoted">From the opening quote on.</param>
    private static bool IsClosed(string quoted)
    {
        for (var at = 1; at < quoted.Length; at++)
        {
            if (quoted[at] == '\\')
            {
                at++;
            }
            else if (quoted[at] == '"')
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^\s*(?:- )*[A-Za-z0-9_.$/-]+:[ \t]+""")]
    private static partial Regex Opened();
}

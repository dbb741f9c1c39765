namespace Portal.Core.Distribution.Sources;

/// <summary>One document of a YAML stream, and where it stands in it.</summary>
/// <param name="Line">Of its first character, from 1.</param>
internal sealed record YamlDocument(string Text, int Line)
{
    /// <summary>The first line that says something.</summary>
    public int FirstLine
    {
        get
        {
            var lines = Text.Split('\n');
            var at = Array.FindIndex(lines, line => line.Trim() is { Length: > 0 } words && words[0] != '#');
            return Line + Math.Max(0, at);
        }
    }

    /// <summary>At each line "---"; what follows on that line, a comment aside, is part of the next document.</summary>
    public static IEnumerable<YamlDocument> Split(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var begin = 0;
        for (var index = 0; index <= lines.Length; index++)
        {
            if (index < lines.Length && !IsSeparator(lines[index]))
            {
                continue;
            }

            var part = lines[begin..index];
            if (part.Any(line => line.Trim() is { Length: > 0 } words && words[0] != '#'))
            {
                yield return new YamlDocument(string.Join('\n', part), begin + 1);
            }

            begin = index + 1;
        }
    }

    private static bool IsSeparator(string line) =>
        line.StartsWith("---", StringComparison.Ordinal) && line[3..].Trim() is { } rest && (rest.Length == 0 || rest[0] == '#');

    /// <summary>Its text may hold secrets.</summary>
    public override string ToString() => $"line {Line}";
}

namespace Portal.Web.Shell;

/// <summary>Where the sentences of a text may end.</summary>
internal static class SentenceEnds
{
    /// <summary>Most ends that are looked at in one text.</summary>
    private const int Most = 60;

    /// <summary>
    /// From the left, each as the end of its words and the begin of what follows; the last is the end of the text. A full
    /// stop belongs to a sentence or stands behind a title, so that both ends are given.
    /// </summary>
    public static IReadOnlyList<(int Words, int Next)> Of(string text)
    {
        List<(int Words, int Next)> ends = [];
        for (var index = 0; index < text.Length - 1 && ends.Count < Most; index++)
        {
            if (text[index + 1] != ' ')
            {
                continue;
            }

            if (text[index] is '.')
            {
                ends.Add((index, index + 2));
                ends.Add((index + 1, index + 2));
            }
            else if (text[index] is ':' or ';')
            {
                ends.Add((index, index + 2));
            }
        }

        if (text.EndsWith('.'))
        {
            ends.Add((text.Length - 1, text.Length));
        }

        ends.Add((text.Length, text.Length));
        return ends;
    }

    /// <summary>True when a sentence ends within the text.</summary>
    public static bool Breaks(string text) => text.Contains(". ", StringComparison.Ordinal) || text.Contains(": ", StringComparison.Ordinal);
}

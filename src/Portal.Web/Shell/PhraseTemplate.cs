using System.Text.RegularExpressions;

namespace Portal.Web.Shell;

/// <summary>A sentence with named places ("Cluster {cluster} cannot be reached"), which recognises what was made from it.</summary>
internal sealed partial class PhraseTemplate
{
    private readonly string[] _fixedParts;

    private PhraseTemplate(string text, string[] fixedParts, IReadOnlyList<string> names)
    {
        Text = text;
        _fixedParts = fixedParts;
        Names = names;
    }

    public string Text { get; }

    public IReadOnlyList<string> Names { get; }

    public bool IsFixed => Names.Count == 0;

    /// <summary>Characters outside of the places: the more, the more specific.</summary>
    public int FixedLength => _fixedParts.Sum(part => part.Length);

    public static PhraseTemplate Parse(string text) =>
        new(text, Place().Split(text), [.. Place().Matches(text).Select(match => match.Value[1..^1])]);

    /// <summary>The names of the places in a text.</summary>
    public static IEnumerable<string> NamesIn(string text) => Parse(text).Names;

    /// <summary>The values of the places, or null when the text was not made from this template.</summary>
    public IReadOnlyDictionary<string, string>? Match(string text)
    {
        if (text.Length < FixedLength + Names.Count
            || !text.StartsWith(_fixedParts[0], StringComparison.Ordinal) || !text.EndsWith(_fixedParts[^1], StringComparison.Ordinal))
        {
            return null;
        }

        var values = new Dictionary<string, string>(Names.Count);
        var position = _fixedParts[0].Length;
        for (var place = 0; place < Names.Count; place++)
        {
            var isLast = place == Names.Count - 1;
            var end = isLast ? text.Length - _fixedParts[^1].Length : Next(text, position, _fixedParts[place + 1]);
            if (end <= position)
            {
                return null;
            }

            var value = text[position..end];

            // Only what ends a sentence may hold sentences: a place in the midst of it would swallow those beside it.
            if (!(isLast && _fixedParts[^1].Length <= 1) && SentenceEnds.Breaks(value))
            {
                return null;
            }

            values[Names[place]] = value;
            position = end + _fixedParts[place + 1].Length;
        }

        return values;
    }

    /// <summary>A translation with its places filled. A place stands apart for Latin words; what is Chinese itself closes up.</summary>
    public static string Fill(string translation, IReadOnlyDictionary<string, string> values, Func<string, string> say) => ChineseGap().Replace(
        Place().Replace(translation, match => values.TryGetValue(match.Value[1..^1], out var value) ? say(value) : match.Value), "");

    private static int Next(string text, int position, string part) =>
        position < text.Length ? text.IndexOf(part, position + 1, StringComparison.Ordinal) : -1;

    [GeneratedRegex("{[A-Za-z][A-Za-z0-9]*}")]
    private static partial Regex Place();

    [GeneratedRegex("(?<=[\u3400-\u9fff，。：；]) (?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]) (?=[，。：；])")]
    private static partial Regex ChineseGap();
}

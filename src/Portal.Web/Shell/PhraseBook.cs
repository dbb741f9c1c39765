using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;

namespace Portal.Web.Shell;

/// <summary>
/// What services, workers and stored rows say in English, in the language of the reader. The book holds each sentence with
/// its placeholders; a text is recognised by its fixed parts, so that rows of any age and of any version can be read.
/// A sentence that is not in the book (what a cluster or helm has said) stays as it is.
/// </summary>
public static class PhraseBook
{
    /// <summary>Longer texts are foreign for the most part, and are left alone.</summary>
    private const int LongestText = 8_000;

    /// <summary>How deep sentences lie in each other's placeholders.</summary>
    private const int DeepestNesting = 4;

    private static readonly ResourceManager Resources = new("Portal.Web.Shell.PhraseText", typeof(PhraseBook).Assembly);
    private static readonly ConcurrentDictionary<string, Pages> Books = new();

    /// <summary>The text in the language of the current user interface. Empty for null.</summary>
    public static string Say(string? english) => Say(english, CultureInfo.CurrentUICulture);

    /// <summary>The text in the language of <paramref name="culture"/>, or the text itself where the portal does not speak it.</summary>
    public static string Say(string? english, CultureInfo culture)
    {
        if (string.IsNullOrEmpty(english) || english.Length > LongestText)
        {
            return english ?? "";
        }

        var pages = Books.GetOrAdd(culture.Name, _ => Pages.Read(culture));
        return pages.IsEmpty ? english : Translate(pages, english, 0);
    }

    /// <summary>The templates that the language has, each with its translation. Empty for English.</summary>
    internal static IReadOnlyDictionary<string, string> Entries(CultureInfo culture) => Pages.ReadEntries(culture);

    private static string Translate(Pages pages, string text, int depth) =>
        depth > DeepestNesting ? text : pages.Find(text, depth) ?? PhraseArguments.Say(text, pages.Culture) ?? InParts(pages, text, depth);

    /// <summary>Several sentences in one text: from the left, the longest part that the book knows, and so on.</summary>
    private static string InParts(Pages pages, string text, int depth)
    {
        var said = new System.Text.StringBuilder();
        while (text.Length > 0)
        {
            var ends = SentenceEnds.Of(text);
            var (part, translated) = ends
                .Select(end => (end, Found: pages.Find(text[..end.Words], depth)))
                .LastOrDefault(candidate => candidate.Found is not null);
            if (translated is null)
            {
                part = ends[0];
                translated = text[..part.Words];
                said.Append(translated).Append(text[part.Words..part.Next]);
            }
            else
            {
                said.Append(translated).Append(Pages.Mark(text[part.Words..part.Next]));
            }

            text = text[part.Next..];
        }

        return said.ToString();
    }

    /// <summary>One language of the book.</summary>
    private sealed class Pages(
        CultureInfo culture, FrozenDictionary<string, string> fixedTexts, IReadOnlyList<(PhraseTemplate Template, string Translation)> templates)
    {
        public CultureInfo Culture => culture;

        public bool IsEmpty => fixedTexts.Count == 0 && templates.Count == 0;

        public static Pages Read(CultureInfo culture)
        {
            var entries = ReadEntries(culture).Select(entry => (Template: PhraseTemplate.Parse(entry.Key), Translation: entry.Value)).ToList();
            return new Pages(
                culture,
                entries.Where(entry => entry.Template.IsFixed).ToFrozenDictionary(entry => entry.Template.Text, entry => entry.Translation),
                [.. entries.Where(entry => !entry.Template.IsFixed).OrderByDescending(entry => entry.Template.FixedLength)]);
        }

        public static Dictionary<string, string> ReadEntries(CultureInfo culture)
        {
            for (var language = culture; !string.IsNullOrEmpty(language.Name); language = language.Parent)
            {
                if (Resources.GetResourceSet(language, createIfNotExists: true, tryParents: false) is { } set)
                {
                    return set.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
                }
            }

            return [];
        }

        /// <summary>The translation of a text that is one phrase as a whole; null when it is none. The most specific template wins.</summary>
        public string? Find(string text, int depth)
        {
            if (fixedTexts.TryGetValue(text, out var known))
            {
                return known;
            }

            foreach (var (template, translation) in templates)
            {
                if (template.Match(text) is { } values)
                {
                    return PhraseTemplate.Fill(translation, values, value => Translate(this, value, depth + 1));
                }
            }

            return null;
        }

        /// <summary>What stands between two sentences: full-width, and without a space.</summary>
        public static string Mark(string between) => between switch
        {
            " " => "",
            ". " => "。",
            "." => "。",
            ": " => "：",
            "; " => "；",
            _ => between,
        };
    }
}

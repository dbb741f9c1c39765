using System.Text.RegularExpressions;
using Portal.Web.Shell;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Shell;

public sealed partial class PageTextTests
{
    public static IEnumerable<TheoryDataRow<string>> ChineseBooks => [new("the pages"), new("the phrase book")];

    [Fact]
    public void EveryText_IsThereInBothLanguages()
    {
        Assert.True(PageTexts.InEnglish.Count > 400, "The search is blind.");
        Assert.Equal(PageTexts.InEnglish.Keys.Order(), PageTexts.InChinese.Keys.Order());
    }

    [Fact]
    public void EveryTranslation_FillsTheSamePlaces() => Assert.All(PageTexts.InEnglish, text => Assert.Equal(
        PhraseTemplate.NamesIn(text.Value).Distinct().Order(), PhraseTemplate.NamesIn(PageTexts.InChinese[text.Key]).Distinct().Order()));

    [Fact]
    public void NoText_BegsOrShouts()
    {
        // 请求 (request) and 申请 (apply) are words of the field.
        Assert.DoesNotContain(PageTexts.InChinese, text => text.Value.Contains('！') || Please().IsMatch(text.Value));
        Assert.DoesNotContain(PageTexts.InEnglish, text => text.Value.Contains('!') || text.Value.Contains("please", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(ChineseBooks))]
    public void MarksBetweenChineseWords_AreFullWidth(string book)
    {
        var texts = book == "the pages" ? PageTexts.InChinese.Values : PhraseBook.Entries(PageTexts.Chinese).Values;

        Assert.DoesNotContain(texts, text => HalfWidth().IsMatch(text));
    }

    [GeneratedRegex("(?<!申)请(?!求)")]
    private static partial Regex Please();

    /// <summary>A mark of Latin width beside a Chinese character or a mark of full width, or a space behind one.</summary>
    [GeneratedRegex("[\u3400-\u9fff，。：；）][,:;?!()]|[,:;?!()][\u3400-\u9fff，。：；（]|[，。：；] ")]
    private static partial Regex HalfWidth();
}

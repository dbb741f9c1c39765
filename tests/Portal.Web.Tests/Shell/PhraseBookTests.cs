using System.Globalization;
using System.Text.RegularExpressions;
using Bunit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Catalog;
using Portal.Core.Problems;
using Portal.Testing;
using Portal.Web.Hosting;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Shell;

public sealed partial class PhraseBookTests
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-Hans");

    [Fact]
    public void EverySentenceOfTheSources_HasItsChinese()
    {
        var spoken = SpokenSentences.Find(Repository.PathOf("src"));
        var known = PhraseBook.Entries(Chinese).Keys.Select(key => Place().Replace(key, "{}")).ToHashSet();

        var missing = spoken.Where(sentence => !known.Contains(sentence.Key)).Select(sentence => $"{sentence.Value}: {sentence.Key}").ToList();

        Assert.True(spoken.Count > 500, $"Only {spoken.Count} sentences were found: the search is blind.");
        Assert.True(missing.Count == 0, "PhraseText.zh-Hans.resx has no Chinese for:\n" + string.Join('\n', missing));
    }

    [Fact]
    public void EverySentenceOfTheCatalogue_HasItsChinese()
    {
        var catalog = ComponentCatalog.Load(null);
        var missing = catalog.Entries.Select(entry => entry.Description)
            .Concat(catalog.Systems.Select(system => system.Description))
            .Concat(catalog.Entries.SelectMany(entry => entry.Uninstall.First).Select(first => first.Why))
            .Where(sentence => PhraseBook.Say(sentence, Chinese) == sentence).ToList();

        Assert.True(missing.Count == 0, "PhraseText.zh-Hans.resx has no Chinese for:\n" + string.Join('\n', missing));
    }

    [Fact]
    public void EveryTranslation_FillsTheSamePlaces()
    {
        var wrong = PhraseBook.Entries(Chinese)
            .Where(entry => !PhraseTemplate.NamesIn(entry.Key).Order().SequenceEqual(PhraseTemplate.NamesIn(entry.Value).Order())
                || PhraseTemplate.NamesIn(entry.Key).Distinct().Count() != PhraseTemplate.NamesIn(entry.Key).Count())
            .Select(entry => entry.Key);

        Assert.Empty(wrong);
    }

    [Fact]
    public void EveryTranslation_IsInTheTone()
    {
        // 请求 (request) and 申请 (apply) are words of the field; 请 alone is the "please" of a clerk.
        var wrong = PhraseBook.Entries(Chinese).Values.Where(text => text.Contains('！') || Please().IsMatch(text));

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Cluster member1 cannot be reached", "无法访问集群 member1")]
    [InlineData("It still has 3 clusters.", "其中还有 3 个集群。")]
    // A refusal with its reason inside, and a duration.
    [InlineData("Its address is refused, as it is a multicast address.", "地址被拒绝，因为它是组播地址。")]
    [InlineData("It may take 5 minutes in all, counted from its start.", "从启动算起总共最长 5 分钟。")]
    [InlineData("The certificate is trusted and valid until 2027-03-01.", "证书受信任，有效期至 2027/3/1。")]
    // Several sentences in one text, as state reasons and pre-flight checks hold them.
    [InlineData(
        "Cluster member1 cannot be reached. It did not answer in time.",
        "无法访问集群 member1。未在时限内应答。")]
    [InlineData(
        "Its join failed. Cluster member1 cannot be reached: It did not answer in time. Check the API server, said somebody.",
        "接入失败。无法访问集群 member1：未在时限内应答。Check the API server, said somebody.")]
    [InlineData(
        "1 of 2 ready; waiting for Deployment volcano-scheduler: 0 of 1 pods available, ImagePullBackOff on pod x-1: Back-off pulling image",
        "2 项中 1 项就绪，正在等待 Deployment volcano-scheduler：1 个 Pod 中 0 个可用，Pod x-1 ImagePullBackOff：Back-off pulling image")]
    [InlineData(
        "The credential may not: get namespaces, create namespaces and 4 more.",
        "该凭据缺少权限：get namespaces, create namespaces，以及另外 4 项。")]
    // Times and dates are written as the reader's language writes them.
    [InlineData(
        "grace started component.install at 2026-11-25 09:05:00Z, and it is running.",
        "grace 于 2026/11/25 09:05:00 UTC 启动了安装组件，正在执行。")]
    [InlineData("Give the fleet a name. A description has at most 1,000 characters.", "填写舰队名称。描述最长 1,000 个字符。")]
    public void Sentence_IsSaidInChinese(string english, string chinese) => Assert.Equal(chinese, PhraseBook.Say(english, Chinese));

    [Theory]
    [InlineData("namespaces \"x\" is forbidden: User \"y\" cannot get resource")]
    [InlineData("member1")]
    [InlineData("kubectl delete namespace kurator-portal --ignore-not-found")]
    [InlineData("x: y. z; a: b")]
    public void ForeignText_StaysAsItIs(string text) => Assert.Equal(text, PhraseBook.Say(text, Chinese));

    [Fact]
    public void HugeText_StaysAsItIs()
    {
        var text = string.Concat(Enumerable.Repeat("It is missing. ", 10_000));

        Assert.Equal(text, PhraseBook.Say(text, Chinese));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("en-GB")]
    [InlineData("")]
    [InlineData("fr")]
    public void OtherLanguages_ReadEnglish(string culture) =>
        Assert.Equal("It is missing.", PhraseBook.Say("It is missing.", CultureInfo.GetCultureInfo(culture)));

    [Fact]
    public void RegionOfChina_ReadsChinese() =>
        Assert.Equal("缺少该字段。", PhraseBook.Say("It is missing.", CultureInfo.GetCultureInfo("zh-CN")));

    [Fact]
    public void ProblemOnAPage_IsInTheReadersLanguage()
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = Chinese;
        try
        {
            using var page = new BunitContext();
            page.Services.AddLogging().AddLocalization();
            var problem = new Problem(ProblemKind.Conflict, "Fleet edge cannot be deleted", "It still has one cluster.", "Choose another name.");

            var alert = page.Render<ProblemAlert>(parameters => parameters.Add(part => part.Shown, new ShownProblem(problem)));

            Assert.Equal("舰队 edge 无法删除", alert.Find(".problem-what").TextContent);
            Assert.Equal("其中还有 1 个集群。", alert.Find(".problem-why").TextContent);
            Assert.Equal("换一个名称。", alert.Find(".problem-remedy").TextContent);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void ProblemOfTheApi_IsInTheLanguageThatIsAskedFor()
    {
        var problem = new Problem(ProblemKind.Conflict, "Fleet edge cannot be deleted", "It still has one cluster.", "Choose another name.");
        var chinese = new DefaultHttpContext();
        chinese.Features.Set<IRequestCultureFeature>(new RequestCultureFeature(new RequestCulture("en", "zh-Hans"), provider: null));

        var asked = ProblemAnswers.Answer(chinese, problem).ProblemDetails;
        var plain = ProblemAnswers.Answer(new DefaultHttpContext(), problem).ProblemDetails;

        Assert.Equal(("舰队 edge 无法删除", "其中还有 1 个集群。", "换一个名称。"), (asked.Title, asked.Detail, asked.Extensions["remedy"]));
        Assert.Equal((problem.What, problem.Why, problem.Remedy), (plain.Title, plain.Detail, plain.Extensions["remedy"]));
    }

    [GeneratedRegex("{[A-Za-z][A-Za-z0-9]*}")]
    private static partial Regex Place();

    [GeneratedRegex("(?<!申)请(?!求)")]
    private static partial Regex Please();
}

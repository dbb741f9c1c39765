using Bunit;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Monitoring;

/// <summary>One expression asked of all clusters: the answer, and who is missing from it.</summary>
public sealed class ExplorePageTests : PageTest
{
    [Fact]
    public void Table_ShowsSeriesWithCoverageAge_AndWhatBecameOfEachCluster()
    {
        Queries.Answers("member1", 1);
        Queries.Answers("member2", 0.25);

        Open("/monitoring/explore?q=up");

        Shows("2 of 2 clusters");
        Shows("0.25", () => Row("up cluster= member2"));
        Shows("12 ms", () => Row("member1"));
        Shows("Each cluster answers for its own series");
        Assert.Equal(Sample.Now.ToUnixTimeMilliseconds(), Assert.Single(Queries.Asked).Grid.Start);
    }

    [Fact]
    public void PartialAnswer_NamesTheMissing_AndSaysThatTheGraphIsNotTheWhole()
    {
        Queries.Answers("member1", 1);
        Queries.IsMissing("member2");

        Open("/monitoring/explore?q=up&view=graph&range=6h");

        Shows("1 of 2 clusters");
        Shows("missing: member2");
        Shows("It did not answer within 10 seconds.", () => Row("member2"));
        Shows("Partial", () => Page.Find(".chart.partial"));
        Assert.Equal(361, Assert.Single(Queries.Asked).Grid.Count);
    }

    [Fact]
    public void Legend_NamesSeriesByWhatTellsThemApart()
    {
        Queries.Answers("member1", 1);
        Queries.Answers("member2", 2);

        Open("/monitoring/explore?q=up&view=graph");

        Eventually(() => Assert.Equal(["{cluster=\"member2\"}", "{cluster=\"member1\"}"], Page.FindAll(".chart-name").Select(Text).OrderDescending()));
        Assert.Equal("up{cluster=\"member1\"}", Page.Find(".chart-name").GetAttribute("title"));
    }

    [Fact]
    public void NobodyAnswers_IsAProblemAndNoEmptyTable()
    {
        Queries.IsMissing("member1");
        Queries.IsMissing("member2");

        Open("/monitoring/explore?q=sum(up)");

        Eventually(() => Assert.Contains("None of 2 clusters answered", Text(Assert.Single(Alerts)), StringComparison.Ordinal));
        Assert.DoesNotContain("No cluster has such a series", Text(Main), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingFound_IsSaidOfThoseThatAnsweredAlone()
    {
        Queries.Answers("member1", 1);
        Queries.IsMissing("member2");
        Queries.Series.Clear();

        Open("/monitoring/explore?q=up");

        Shows("What the missing ones have is not known.");
    }

    [Fact]
    public void TypedExpression_GoesToTheAddress_AndIsAskedOnce()
    {
        Queries.Answers("member1", 1);
        Open("/monitoring/explore");
        Shows("Type it above");

        Field("PromQL expression").Change("sum(up)");
        Page.Find(".explore-form").Submit();

        Eventually(() => Assert.Equal("/monitoring/explore?q=sum%28up%29", Address));
        Shows("1 of 1 clusters");
        Assert.Equal("sum(up)", Assert.Single(Queries.Asked).Expression);
    }

    [Fact]
    public void Expression_ThatCannotBeRead_IsExplained_AndTheAnswerBeforeIsGone()
    {
        Queries.Answers("member1", 7);
        Open("/monitoring/explore?q=up");
        Shows("cluster= member1");

        Queries.Refusal = new Problem(ProblemKind.Invalid, "The expression cannot be read at character 4", "It ends too early.", "Close the bracket.", "query");
        Open("/monitoring/explore?q=sum(");

        ShowsProblem(Queries.Refusal);
        Assert.Empty(Page.FindAll(".answer"));
    }

    [Fact]
    public void ChosenRange_StaysInTheAddress()
    {
        Queries.Answers("member1", 1);
        Open("/monitoring/explore?q=up&view=graph&range=754s&end=1793487600");
        Shows("Back to now");

        Field("Range").Change("1d");

        Eventually(() => Assert.Equal(1793487600_000, Queries.Asked[^1].Grid.End));
        Assert.Contains("range=1d", Address, StringComparison.Ordinal);
        Button("Back to now").Click();
        Eventually(() => Assert.DoesNotContain("end=", Address, StringComparison.Ordinal));
    }
}

using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Portal.Core.Access;
using Portal.Core.Monitoring.Traces;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Monitoring;

/// <summary>Traces of requests across clusters: the search, and one of them as a waterfall.</summary>
public sealed class TracePagesTests : PageTest
{
    private static readonly string Trace = $"/monitoring/traces/{FakeTraces.Id}";

    [Fact]
    public void WithoutAStore_ThePageSaysHowToGetOne()
    {
        Traces.HasNoStore("member1");

        Open("/monitoring/traces");

        Shows("No trace store of a cluster is known. Install Jaeger on a cluster, or give the address of its Jaeger or Tempo.");
        Assert.Equal("/monitoring/sources", Button("Open metrics sources").GetAttribute("href"));
    }

    [Fact]
    public void Services_LeadToTheirTraces_AndWhoDidNotAnswerIsNamed()
    {
        Traces.Answers("member1", "west");
        Traces.IsMissing("member2");
        Traces.HasNoStore("member3");

        Open("/monitoring/traces");

        Shows("2 of 3 clusters");
        Shows("1 cluster has no trace store: what happened there is not seen.");
        Shows("It did not answer within 10 seconds.");
        Assert.Equal("/monitoring/traces?service=shop", Button("shop").GetAttribute("href"));
    }

    [Fact]
    public void Search_LivesInTheAddress_AndAsksAsItIsTyped()
    {
        Traces.Answers("member1", "west");
        Open("/monitoring/traces");
        Shows("Services");

        Field("Service").Change("cart");
        Field("Operation").Change("GET /cart");
        Field("Tags").Change("""error=true user="Ada L" """);
        Field("Shortest").Change("1.5ms");
        Field("Traces at most").Change("50");
        Act(() => Page.Find("form.trace-form").Submit());

        Shows("GET /checkout");
        Assert.Equal("/monitoring/traces?service=cart&operation=GET%20%2Fcart&tags=error%3Dtrue%20user%3D%22Ada%20L%22&min=1.5ms&limit=50", Address);
        var search = Assert.Single(Traces.Searches);
        Assert.Equal(("cart", "GET /cart", TimeSpan.FromMilliseconds(1.5), null, 50), (search.Service, search.Operation, search.MinDuration, search.MaxDuration, search.Limit));
        Assert.Equal([new("error", "true"), new("user", "Ada L")], search.Tags);
        Assert.Equal(new TraceWindow(Sample.Now.AddHours(-1), Sample.Now), search.Window);
    }

    [Fact]
    public void Found_ShowsWhatIsKnown_AndNoZeroForWhatIsNot()
    {
        Traces.Answers("member1", "west");
        Traces.IsCut = true;

        Open("/monitoring/traces?service=cart");

        Shows("120 ms 4 Problem 1 cart, orders, shop member1, west", () => Row("shop GET /checkout"));
        Shows("450 µs – – cart west", () => Row("First span not found 2"));
        Assert.StartsWith("2 traces. There may be more: narrow the search, or raise the limit.", Text(Page.Find(".trace-note")), StringComparison.Ordinal);
        Assert.Equal(Trace, Row("shop").GetAttribute("data-row"));
    }

    [Theory]
    [InlineData("tags=oops", "\"oops\" is no tag.")]
    [InlineData("min=soon", "\"soon\" is no duration.")]
    public void WhatCannotBeRead_IsSaid(string query, string words)
    {
        Traces.Answers("member1");

        Open($"/monitoring/traces?service=cart&{query}");

        Shows(words);
        Assert.Empty(Traces.Searches);
    }

    [Fact]
    public void NothingFound_IsNotSaidOfThoseThatDidNotAnswer()
    {
        Traces.Answers("member1");
        Traces.IsMissing("member2");
        Traces.Found.Clear();

        Open("/monitoring/traces?service=cart");

        Shows("None of the clusters that answered has such a trace.");
    }

    [Fact]
    public void Id_IsOpened()
    {
        Traces.Answers("member1");
        Open("/monitoring/traces");
        Shows("Trace ID");

        Field("Trace ID").Change($" {FakeTraces.Id} ");
        Act(() => Page.Find("form.trace-open").Submit());

        Eventually(() => Assert.Equal(Trace, Address));
    }

    [Fact]
    public void Waterfall_IsATreeOfAllClusters_WithWhatIsOdd()
    {
        Traces.Answers("member1", "west");
        Traces.CutIn.Add("west");

        Open(Trace);

        Shows("shop GET /checkout");
        Shows("4 spans 4 services 2 clusters 1 error");
        Shows("The clocks of member1 and west differ by at least 5 ms: spans (1) lie outside of those that caused them. No time was changed.");
        Shows("The trace is larger than what is shown: west has more spans of it.");
        var rows = Page.FindAll("[role=row][aria-level]");
        Assert.Equal(["1", "2", "3", "4"], rows.Select(row => row.GetAttribute("aria-level")));
        Assert.Equal("orders POST /orders clock west 80 ms, begins after 5 ms 80 ms", Text(rows[2]));
        Assert.StartsWith("Problem postgres INSERT", Text(rows[3]), StringComparison.Ordinal);
        Assert.Equal(["true", "true", "true", null], rows.Select(row => row.GetAttribute("aria-expanded")));
    }

    [Fact]
    public void Rows_AreHiddenAndShown_ByMouseAndKeys()
    {
        Traces.Answers("member1");
        Open(Trace);
        Shows("postgres");

        Click(() => Button("Hide the 2 spans below"));
        Eventually(() => Assert.Equal(2, Page.FindAll("[role=row][aria-level]").Count));
        Act(() => Page.FindAll("[role=row][aria-level]")[1].KeyDown("ArrowRight"));
        Eventually(() => Assert.Equal(4, Page.FindAll("[role=row][aria-level]").Count));
        Act(() => Page.FindAll("[role=row][aria-level]")[0].KeyDown(new KeyboardEventArgs { Key = "ArrowLeft" }));
        Eventually(() => Assert.Single(Page.FindAll("[role=row][aria-level]")));
        Click(() => Button("Expand all"));
        Eventually(() => Assert.Equal(4, Page.FindAll("[role=row][aria-level]").Count));
    }

    [Fact]
    public void Details_OfASpan_AreInTheAddress()
    {
        Traces.Answers("member1");
        Open(Trace);
        Shows("postgres");

        Click(() => Page.FindAll("[role=row][aria-level]")[3]);

        Shows("http.status_code 500", () => Page.Find(".span-detail"));
        Shows("exception exception.type Timeout", () => Page.Find(".span-detail"));
        Assert.Equal($"{Trace}?span=0000000000000004", Address);
        Click(() => Button("Zoom to this span"));
        Eventually(() => Button("Whole trace"));
        Click(() => Button("Close"));
        Eventually(() => Assert.Equal(Trace, Address));
    }

    [Fact]
    public void TraceThatNobodyHas_IsAProblem_AndOneOfThoseThatAnsweredIsNot()
    {
        Traces.Answers("member1");
        Traces.ReadFault = ProblemException.NotFound("No cluster has this trace", "Check the id.");
        Open(Trace);
        Shows("No cluster has this trace");

        Traces.ReadFault = null;
        Traces.Rows.Clear();
        Traces.IsMissing("member2");
        Click(() => Button("Try again"));

        Shows("None of the clusters that answered has this trace.");
        Shows("It did not answer within 10 seconds.");
    }

    [Fact]
    public void Viewer_MayLook()
    {
        SignInAs(PortalRole.Viewer);
        Traces.Answers("member1");

        Open(Trace);

        Shows("shop GET /checkout");
    }
}

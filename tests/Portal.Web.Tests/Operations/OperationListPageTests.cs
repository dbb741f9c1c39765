using Bunit;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Operations;

public sealed class OperationListPageTests : PageTest
{
    [Fact]
    public void NoOperation_SaysWhatToDoNext()
    {
        Open("/operations");

        Shows("Nothing has been done yet. Join a cluster, and the operation appears here.");
        Assert.Equal("/join", Button("Join cluster").GetAttribute("href"));
    }

    [Fact]
    public void Viewer_IsOfferedNoAct()
    {
        SignInAs(PortalRole.Viewer);

        Open("/operations");

        Shows("Nothing has been done yet.");
        Assert.Empty(Buttons("Join cluster"));
    }

    [Fact]
    public void Row_SaysWhatWhoAndHowFar()
    {
        Operations.Items.Add(Sample.Operation());

        Open("/operations");

        Eventually(() => Assert.Equal("Running Install volcano on member1 1/2 Wait until ready grace 4 min 0 s 5 min ago", Text(Row("Running"))));
    }

    [Fact]
    public void OperationThatHasNotBegun_HasNoDuration()
    {
        Operations.Items.Add(Sample.Operation(OperationState.Queued));

        Open("/operations");

        Eventually(() => Assert.Equal("Queued Install volcano on member1 1 of 2 steps grace – 5 min ago", Text(Row("Queued"))));
    }

    [Fact]
    public void Address_HoldsTheFilters()
    {
        Operations.Items.AddRange([Sample.Operation(OperationState.Failed), Sample.Operation(OperationState.Failed, OperationKinds.JoinCluster, id: Guid.NewGuid()), Sample.Operation(OperationState.Succeeded, id: Guid.NewGuid())]);

        Open("/operations?state=failed&kind=cluster.join&q=member");

        Eventually(() => Assert.StartsWith("Failed Join member1", Text(Assert.Single(Page.FindAll("tbody tr"))), StringComparison.Ordinal));
        Assert.Equal("member", Page.Find("input[type=search]").GetAttribute("value"));
    }

    [Fact]
    public void Facet_LandsInTheAddress_AndIsCleared()
    {
        Operations.Items.AddRange([Sample.Operation(OperationState.Succeeded), Sample.Operation(OperationState.Failed, id: Guid.NewGuid())]);
        Open("/operations");
        Eventually(() => Assert.Equal(2, Page.FindAll("tbody tr").Count));

        Click(() => Button("State", Page.Find(".filter-bar")));
        Eventually(() => MenuItem("Failed"));
        Click(() => MenuItem("Failed"));

        Eventually(() => Assert.Equal("/operations?state=Failed", Address));
        Eventually(() => Assert.StartsWith("Failed", Text(Assert.Single(Page.FindAll("tbody tr"))), StringComparison.Ordinal));
        Click(() => Button("Clear filters"));
        Eventually(() => Assert.Equal("/operations", Address));
    }

    [Fact]
    public void Search_LandsInTheAddress_AndAnEmptyResultOffersToClearIt()
    {
        Operations.Items.Add(Sample.Operation());
        Open("/operations");
        Eventually(() => Row("Running"));

        Search("nothing");

        Eventually(() => Assert.Equal("/operations?q=nothing", Address));
        Shows("No operation matches the filters.");
        Click(() => Button("Clear filters", Page.Find(".empty-state")));
        Eventually(() => Row("Running"));
    }

    [Fact]
    public void Older_AreAddedBelow()
    {
        Operations.Items.AddRange(Enumerable.Range(0, 60).Select(index => Sample.Operation(OperationState.Succeeded, target: $"member{index}", id: Guid.NewGuid())));
        Open("/operations");
        Eventually(() => Assert.Equal(50, Page.FindAll("tbody tr").Count));

        Click(() => Button("Show older"));

        Eventually(() => Assert.Equal(60, Page.FindAll("tbody tr").Count));
        Assert.Empty(Buttons("Show older"));
        Assert.Equal("60", Page.Find(".page-count").TextContent);
    }

    [Fact]
    public void LiveUpdate_KeepsTheOlderOnesThatWereAskedFor()
    {
        Operations.Items.AddRange(Enumerable.Range(0, 60).Select(index => Sample.Operation(OperationState.Running, target: $"member{index}", id: Guid.NewGuid())));
        Open("/operations");
        Eventually(() => Button("Show older"));
        Click(() => Button("Show older"));
        Eventually(() => Assert.Equal(60, Page.FindAll("tbody tr").Count));

        Operations.Replace(Operations.Items[59].Summary.Id, operation => Sample.Operation(OperationState.Failed, target: "member59", id: operation.Summary.Id));
        Publish(Topics.Operation, Operations.Items[59].Summary.Id);

        Eventually(() => Assert.StartsWith("Failed", Text(Page.FindAll("tbody tr")[^1]), StringComparison.Ordinal));
        Assert.Equal(60, Page.FindAll("tbody tr").Count);
    }

    [Fact]
    public void ReadFails_SaysWhy()
    {
        Operations.ReadFault = ProblemException.Unavailable("The operations cannot be read", "The database does not answer.", "Try again in a minute.");

        Open("/operations");

        ShowsProblem(((ProblemException)Operations.ReadFault).Problem);
        Assert.DoesNotContain("Nothing has been done yet", Text(Main), StringComparison.Ordinal);
    }

    [Fact]
    public void Chinese_ReadsChinese()
    {
        Operations.Items.Add(Sample.Operation(OperationState.Failed));

        OpenInChinese("/operations");

        Eventually(() => Assert.Equal("失败 在 member1 上安装 volcano 无法访问集群 member1 grace 3 分 0 秒 5 分钟前", Text(Row("失败"))));
    }
}

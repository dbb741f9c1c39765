using Bunit;
using Portal.Core.Access;
using Portal.Core.Monitoring.Boards;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Monitoring.Boards;

/// <summary>A board to look at, and to change.</summary>
public sealed class BoardPageTests : PageTest
{
    private static string Address1 => $"/monitoring/boards/{FakeBoards.Id}";

    [Fact]
    public void Panels_AskForWhatIsChosen_AndCarryTheirCoverage()
    {
        Boards.Add();
        Queries.Answers("member1", 0.75);
        Queries.IsMissing("member2");

        Open($"{Address1}?var-cluster=member1&range=6h");

        Shows("Up in member1");
        Shows("1 of 2 clusters", () => Page.Find("[data-panel='2']"));
        Shows("0.75", () => Page.Find("[data-panel='3'].kind-stat"));
        Eventually(() => Assert.NotNull(Page.Find("[data-panel='3'] .level-warn")));
        Shows("75", () => Page.Find("[data-panel='4']"));
        Shows("Of member1", () => Page.Find("[data-panel='7']"));
        var asked = Assert.Single(Queries.Asked, query => query.Expression == "sum by (cluster) (up{cluster=~\"member1\"})");
        Assert.Equal(361, asked.Grid.Count);
        Assert.Equal(1, Assert.Single(Queries.Asked, query => query.Expression == "sum(up)").Grid.Count);
    }

    [Fact]
    public void OnePanelThatFails_IsAloneInIt()
    {
        Boards.Add(FakeBoards.Sample() with { Panels = [.. FakeBoards.Sample().Panels.Select(panel => panel.Id == 3 ? panel with { Queries = [new("up + $nobody")] } : panel)] });
        Queries.Answers("member1", 1);

        Open(Address1);

        Shows("The board has no variable $nobody.", () => Page.Find("[data-panel='3']"));
        Shows("1 of 1 clusters", () => Page.Find("[data-panel='4']"));
    }

    [Fact]
    public void Variable_IsChosenFromWhatClustersHave_AndKeptInTheAddress()
    {
        Boards.Add();
        Queries.Answers("member1", 1);
        Open(Address1);
        Shows("Cluster", () => Page.Find(".board-variables"));

        Click(() => Button("Cluster", Page.Find(".board-variables")));
        Click(() => MenuItem("member2"));

        Eventually(() => Assert.Equal($"{Address1}?var-cluster=member2", Address));
        Eventually(() => Assert.Contains(Queries.Asked, query => query.Expression == "sum by (cluster) (up{cluster=~\"member2\"})"));
    }

    [Fact]
    public void Panel_IsMovedByItsMenu_AndSavedWithTheVersionThatWasRead()
    {
        Boards.Add();
        Queries.Answers("member1", 1);
        Open(Address1);

        Click(() => Button("Edit"));
        Click(() => Button("Acts of Notes"));
        Click(() => MenuItem("Narrower"));
        Eventually(() => Assert.Contains("--w:23", Page.Find("[data-panel='7']").GetAttribute("style"), StringComparison.Ordinal));
        Shows("23 wide", () => Page.Find("[role=status].visually-hidden"));
        Click(() => Button("Save"));

        Eventually(() => Assert.Equal(23, Assert.Single(Boards.Requests).Document.Panels.Single(panel => panel.Id == 7).Width));
        Assert.Equal(7u, Boards.Requests[0].Version);
        Eventually(() => Assert.NotEmpty(Buttons("Edit")));
    }

    [Fact]
    public void StaleSave_SaysWhoWasFaster_AndKeepsTheDraft()
    {
        Boards.Add();
        Open($"{Address1}?edit=true");
        Shows("Nothing is stored before you save.");
        Boards.Refusal = new Problem(ProblemKind.Conflict, "Board Shop was not stored", "linus changed it at 2026-11-28 12:00:00Z, after you read it.", "Reload to look at the change, or save yours as a new board.");

        Click(() => Button("Save"));

        ShowsProblem(Boards.Refusal);
        Assert.NotEmpty(Buttons("Save yours as a new board"));
        Shows("Nothing is stored before you save.");
    }

    [Fact]
    public void Panel_IsAddedWithItsQuestion()
    {
        Boards.Add(BoardDocument.Empty);
        Queries.Answers("member1", 1);
        Open($"{Address1}?edit=true");

        Click(() => Button("Add a panel"));
        Act(() => Field("Title").Change("Pods"));
        Act(() => Field("Shown as").Change("Bars"));
        Act(() => Field("Expression of query 1").Change("count(kube_pod_info)"));
        Act(() => Field("Unit").Change("PerSecond"));
        Click(() => Button("Apply"));

        Shows("1/s", () => Page.Find("[data-panel='1']"));
        Click(() => Button("Save"));
        Eventually(() => Assert.Equal(("Pods", PanelKind.Bars, "count(kube_pod_info)"), Assert.Single(Boards.Requests).Document.Panels.Select(panel => (panel.Title, panel.Kind, panel.Queries[0].Expression)).Single()));
    }

    [Fact]
    public void NewBoard_IsOpenedToBeFilled()
    {
        SignInAs(PortalRole.Viewer);
        Open("/monitoring/boards");
        Shows("There is no board yet.");

        Click(() => Button("New board"));
        Assert.Empty(Dialog.QuerySelectorAll("select"));
        Act(() => Field("Name").Input("Mine"));
        Click(() => Button("Create"));

        Eventually(() => Assert.Equal($"{Address1}?edit=true", Address));
        var request = Assert.Single(Boards.Requests);
        Assert.Equal(("Mine", BoardVisibility.Personal), (request.Name, request.Visibility));
        Assert.Equal(["fleet", "cluster", "namespace"], request.Document.Variables.Select(variable => variable.Name));
    }

    [Fact]
    public void BoardOfSomebodyElse_IsCopiedAndNotChanged()
    {
        SignInAs(PortalRole.Viewer);
        Boards.Add(mayChange: false);
        Open(Address1);
        Shows("Load");

        Assert.Empty(Buttons("Edit"));
        Click(() => Button("More acts of this board"));
        Assert.DoesNotContain(Page.FindAll(".mud-menu-item"), item => Text(item) == "Delete the board");
        Click(() => MenuItem("Copy the board"));
        Click(() => Button("Create"));
        Eventually(() => Assert.Equal("Shop (copy)", Assert.Single(Boards.Requests).Name));
    }
}

using System.Collections.Frozen;
using Bunit;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Problems;
using Portal.Core.Teams;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Teams;

public sealed class TeamPagesTests : PageTest
{
    private static readonly Problem LastOwner = new(
        ProblemKind.Conflict, "The member was not changed", "It is the last owner of the team payments.", "Make another member an owner first.");

    private readonly TeamSummary _payments = FakeTeams.Team("payments") with { Members = 2, Fleets = 1, Clusters = 3, Description = "Takes the money." };

    public TeamPagesTests()
    {
        Teams.Items.Add(_payments);
        Teams.Members.AddRange([FakeTeams.Member("grace", TeamRole.Owner), FakeTeams.Member("linus", TeamRole.Viewer)]);
    }

    [Fact]
    public void List_ShowsWhatTeamsOwn_AndCreatesOne()
    {
        Open("/teams");
        Shows("payments payments 2 1 3 Takes the money.");
        Click(() => Button("Create team"));
        Eventually(() => Field("Name", Dialog));

        Act(() => Field("Name", Dialog).Input("Search"));
        Act(() => Field("Slug", Dialog).Input("Not A Slug"));
        Eventually(() => Assert.Contains("Use lower-case letters", Text(Dialog), StringComparison.Ordinal));
        Assert.False(IsEnabled(Button("Create team", Dialog)));
        Act(() => Field("Slug", Dialog).Input("search"));
        Click(() => Button("Create team", Dialog));

        Eventually(() => Assert.Equal(new TeamRequest("Search", "search", ""), Assert.Single(Teams.Created)));
        Eventually(() => Assert.Equal($"/teams/{Teams.Items[^1].Id}", Address));
    }

    [Fact]
    public void PortalViewer_SeesTheMembers_AndIsOfferedNothing()
    {
        SignInAs(PortalRole.Viewer);

        Open($"/teams/{_payments.Id}");

        Shows("grace Owner");
        Shows("edge 2 1");
        Assert.Empty(Buttons("Add member"));
        Assert.Empty(Buttons("Delete team"));
        Assert.Empty(Main.QuerySelectorAll("select"));
    }

    [Fact]
    public void Owner_AddsMembersOfTheOwnTeam_AndOfNoOther()
    {
        SignInAs(TeamRole.Owner, _payments.Id);
        Open($"/teams/{_payments.Id}");
        Eventually(() => Button("Add member"));
        Assert.Empty(Buttons("Delete team"));

        Click(() => Button("Add member"));
        Eventually(() => Field("Account", Dialog));
        Act(() => Field("Account", Dialog).Input("margaret"));
        Act(() => Field("Role", Dialog).Change("Operator"));
        Click(() => Button("Add member", Dialog));
        Eventually(() => Row("margaret"));
        Assert.Equal(new MemberRequest("margaret", TeamRole.Operator), Assert.Single(Teams.Added));

        Open($"/teams/{Sample.TeamId}");
        Shows("platform");
        Assert.Empty(Buttons("Add member"));
    }

    [Fact]
    public void Role_ChangesAtOnce_AndTheLastOwnerStays()
    {
        Open($"/teams/{_payments.Id}");
        Eventually(() => Row("linus"));

        Act(() => Row("linus").QuerySelector("select")!.Change("Developer"));
        Eventually(() => Assert.Equal("Developer", Row("linus").QuerySelector("select")!.GetAttribute("value")));
        Teams.Refusal = LastOwner;
        Act(() => Row("grace").QuerySelector("select")!.Change("Viewer"));

        ShowsProblem(LastOwner);
        Assert.Equal((Teams.Members[1].UserId, TeamRole.Developer), Teams.Roles[0]);
    }

    [Fact]
    public void Remove_AsksBefore()
    {
        Open($"/teams/{_payments.Id}");
        Eventually(() => Button("Acts on linus"));
        Click(() => Button("Acts on linus"));
        Eventually(() => MenuItem("Remove from team"));
        Click(() => MenuItem("Remove from team"));
        Eventually(() => Assert.Contains("ends at once", Text(Dialog), StringComparison.Ordinal));
        var linus = Teams.Members[1].UserId;

        Click(() => Button("Remove from team", Dialog));

        Eventually(() => Assert.DoesNotContain("linus", Text(Main), StringComparison.Ordinal));
        Assert.Equal([linus], Teams.Removed);
    }

    [Fact]
    [Trait("Attack", "11")]
    public void RemovedMember_LosesWhatIsOnTheScreen()
    {
        SignInAs(TeamRole.Owner, _payments.Id);
        Open($"/teams/{_payments.Id}");
        Eventually(() => Button("Add member"));

        People.Person = People.Person with { Teams = FrozenDictionary<Guid, TeamRole>.Empty };
        Teams.Items.Remove(_payments);
        Publish(Topics.Access, People.Person.Id);

        Shows("There is no such team");
        Eventually(() => Assert.Empty(Buttons("Add member")));
    }

    [Fact]
    public void WhoHasOnlyATeam_IsLedToWhatATeamMaySee()
    {
        SignInAs(TeamRole.Viewer, _payments.Id);

        Open("/teams");

        Eventually(() => Assert.Equal(
            ["Overview", "Fleets", "Clusters", "Applications", "Namespaces", "Monitoring", "Operations", "Onboarding", "Teams", "Settings"], Page.FindAll(".side-nav a").Select(Text)));
    }

    private void SignInAs(TeamRole role, Guid teamId) => People.Person = new Actor(Guid.CreateVersion7(), "grace", new HashSet<PortalRole>())
    {
        Teams = new Dictionary<Guid, TeamRole> { [teamId] = role },
    };
}

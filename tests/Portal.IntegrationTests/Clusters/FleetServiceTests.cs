using Portal.Core.Clusters;
using Portal.Core.Fleets;
using Portal.Core.Problems;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Clusters;

public sealed class FleetServiceTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private readonly FleetService _fleets = new(database.ActorContexts, new FleetRequestValidator(), TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_Valid_BelongsToThePlatformTeamAndIsListed()
    {
        var fleet = await _fleets.CreateAsync(new FleetRequest("listed", "The first one", null), Estate.Operator, Token);

        Assert.Equal(("platform", 0, "olga"), (fleet.TeamName, fleet.Clusters, fleet.CreatedBy));
        Assert.Contains(await _fleets.ListAsync(Estate.Viewer, Token), row => row.Id == fleet.Id);
    }

    [Fact]
    public async Task Create_TakenName_IsAConflictOnTheName()
    {
        await _fleets.CreateAsync(new FleetRequest("taken", "", null), Estate.Operator, Token);

        var problem = await Assert.ThrowsAsync<ProblemException>(() => _fleets.CreateAsync(new FleetRequest("taken", "", null), Estate.Operator, Token));

        Assert.Equal((ProblemKind.Conflict, "name"), (problem.Problem.Kind, problem.Problem.Field));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("trailing-")]
    [InlineData("new\nline")]
    [InlineData("newline\n")]
    [InlineData("<img src=x>")]
    public async Task Create_BadName_IsInvalid(string name)
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() => _fleets.CreateAsync(new FleetRequest(name, "", null), Estate.Operator, Token));

        Assert.Equal((ProblemKind.Invalid, "name"), (problem.Problem.Kind, problem.Problem.Field));
    }

    [Fact]
    public async Task Update_StaleVersion_IsAConflict()
    {
        var seen = await _fleets.CreateAsync(new FleetRequest("edited", "", null), Estate.Operator, Token);
        await _fleets.UpdateAsync(seen.Id, new FleetRequest("edited", "one", null), seen.Version, Estate.Operator, Token);

        var problem = await Assert.ThrowsAsync<ProblemException>(() =>
            _fleets.UpdateAsync(seen.Id, new FleetRequest("edited", "two", null), seen.Version, Estate.Operator, Token));

        Assert.Equal(ProblemKind.Conflict, problem.Problem.Kind);
        Assert.Equal("one", (await _fleets.GetAsync(seen.Id, Estate.Viewer, Token)).Description);
    }

    [Fact]
    public async Task Delete_WithClusters_IsRefusedAndSaysHowMany()
    {
        var fleet = await _fleets.CreateAsync(new FleetRequest("full", "", null), Estate.Operator, Token);
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(Estate.Cluster(1, fleet.Id));
            db.Add(Estate.Cluster(10, fleet.Id));
            await db.SaveChangesAsync(Token);
        }

        var problem = await Assert.ThrowsAsync<ProblemException>(() => _fleets.DeleteAsync(fleet.Id, Estate.Operator, Token));

        Assert.Equal((ProblemKind.Conflict, "It still has 2 clusters."), (problem.Problem.Kind, problem.Problem.Why));
        Assert.Equal(1, (await _fleets.GetAsync(fleet.Id, Estate.Viewer, Token)).ByState[ClusterState.Unreachable]);
    }

    [Fact]
    public async Task Delete_Empty_IsGone()
    {
        var fleet = await _fleets.CreateAsync(new FleetRequest("empty", "", null), Estate.Operator, Token);

        await _fleets.DeleteAsync(fleet.Id, Estate.Operator, Token);

        await Assert.ThrowsAsync<ProblemException>(() => _fleets.GetAsync(fleet.Id, Estate.Viewer, Token));
    }
}

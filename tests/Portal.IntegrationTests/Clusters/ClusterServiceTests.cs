using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Clusters;

public sealed class ClusterServiceTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private static int _next;

    private readonly IClusters _clusters = ClusterListTests.Service(database.ActorContexts);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_ByIdAndName_SayTheSame()
    {
        var id = await AddAsync();

        var byId = await _clusters.GetAsync(id, Estate.Viewer, Token);
        var byName = await _clusters.GetByNameAsync(byId.Summary.Name, Estate.Viewer, Token);

        Assert.Equal(byId.Summary, byName.Summary);
        Assert.Null(byId.CredentialExpiresAt);
        Assert.Equal("", byId.CredentialProblem);
    }

    [Fact]
    public async Task GetByName_HostileName_IsNotFound()
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() => _clusters.GetByNameAsync("a\0b", Estate.Viewer, Token));

        Assert.Equal(ProblemKind.NotFound, problem.Problem.Kind);
    }

    [Fact]
    public async Task Update_FirstWins_SecondIsAConflict()
    {
        var id = await AddAsync();
        var seen = await _clusters.GetAsync(id, Estate.Operator, Token);

        await _clusters.UpdateAsync(id, Edit(seen, "paris"), seen.Version, Estate.Operator, Token);
        var problem = await Assert.ThrowsAsync<ProblemException>(() => _clusters.UpdateAsync(id, Edit(seen, "rome"), seen.Version, Estate.Operator, Token));

        Assert.Equal(ProblemKind.Conflict, problem.Problem.Kind);
        Assert.Equal("paris", (await _clusters.GetAsync(id, Estate.Viewer, Token)).Summary.Region);
    }

    [Fact]
    public async Task Update_HealthCheckMeanwhile_IsNoConflict()
    {
        var id = await AddAsync();
        var seen = await _clusters.GetAsync(id, Estate.Operator, Token);
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            await db.Clusters.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(cluster => cluster.LastCheckedAt, DateTimeOffset.UtcNow), Token);
        }

        await _clusters.UpdateAsync(id, Edit(seen, "oslo"), seen.Version, Estate.Operator, Token);

        Assert.Equal("oslo", (await _clusters.GetAsync(id, Estate.Viewer, Token)).Summary.Region);
    }

    [Fact]
    public async Task Update_NotAnOperator_IsForbidden()
    {
        var id = await AddAsync();
        var seen = await _clusters.GetAsync(id, Estate.Viewer, Token);

        var problem = await Assert.ThrowsAsync<ProblemException>(() => _clusters.UpdateAsync(id, Edit(seen, "x"), seen.Version, Estate.Viewer, Token));

        Assert.Equal(ProblemKind.Forbidden, problem.Problem.Kind);
    }

    [Theory]
    [InlineData("Bad Key", "v", "labels")]
    [InlineData("key", "-bad", "labels")]
    [InlineData("<script>", "x", "labels")]
    public async Task Update_LabelThatKubernetesRefuses_IsInvalid(string key, string value, string field)
    {
        var id = await AddAsync();
        var seen = await _clusters.GetAsync(id, Estate.Operator, Token);
        var edit = Edit(seen, "oslo") with { Labels = new Dictionary<string, string> { [key] = value } };

        var problem = await Assert.ThrowsAsync<ProblemException>(() => _clusters.UpdateAsync(id, edit, seen.Version, Estate.Operator, Token));

        Assert.Equal((ProblemKind.Invalid, field), (problem.Problem.Kind, problem.Problem.Field));
    }

    [Fact]
    public async Task Update_UnknownFleet_IsInvalid()
    {
        var id = await AddAsync();
        var seen = await _clusters.GetAsync(id, Estate.Operator, Token);

        var problem = await Assert.ThrowsAsync<ProblemException>(() =>
            _clusters.UpdateAsync(id, Edit(seen, "x1") with { FleetId = Guid.NewGuid() }, seen.Version, Estate.Operator, Token));

        Assert.Equal("fleetId", problem.Problem.Field);
    }

    [Fact]
    public async Task Leave_EightPeopleAtOnce_StartsOneOperation()
    {
        var id = await AddAsync();

        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                return (Guid?)await _clusters.LeaveAsync(id, Estate.Operator, Token);
            }
            catch (ProblemException exception) when (exception.Problem.Kind == ProblemKind.Conflict)
            {
                return null;
            }
        }));

        var started = Assert.Single(tries, operation => operation is not null);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var steps = await db.OperationSteps.Where(step => step.OperationId == started).OrderBy(step => step.Ordinal).Select(step => step.Name).ToListAsync(Token);
        Assert.Equal([StepNames.StopUsing, StepNames.RemoveAccount, StepNames.ForgetCluster], steps);
    }

    private static ClusterEdit Edit(ClusterDetail seen, string region) => new(
        seen.Summary.FleetId, ClusterKind.Edge, "aws", region, "", new Dictionary<string, string> { ["example.com/tier"] = "gold" },
        [new ClusterTaint("dedicated", "gpu", "NoSchedule")]);

    private async Task<Guid> AddAsync()
    {
        var index = Interlocked.Increment(ref _next);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var fleet = Estate.Fleet($"fleet-{index}");
        var cluster = Estate.Cluster(index, fleet.Id);
        db.Add(fleet);
        db.Add(cluster);
        await db.SaveChangesAsync(Token);
        return cluster.Id;
    }
}

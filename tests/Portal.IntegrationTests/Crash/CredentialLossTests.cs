using Portal.Core.Clusters;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Crash;

/// <summary>
/// The uploaded credential is in the memory of the web process that received it, and of the worker that uses it. A worker
/// may die: the next one is given it again. When both are gone the join says so and asks for it; it then goes on.
/// </summary>
[Collection(CrashEstate.Collection)]
public sealed class CredentialLossTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Join_WorkerAndWebProcessGone_AsksForTheKubeconfigAndGoesOnWhereItStood()
    {
        await using var estate = await CrashEstate.StartAsync(database.ConnectionString);
        var run = new CrashRun(estate, CrashPoints.Join.Single(point => point.Name == "account: before the binding"), await estate.JoinAsync(estate.AddMember()));
        await run.ArmAsync();
        var worker = await estate.StartWorkerAsync();
        await CrashRun.HeldAsync(estate, [run]);
        await run.RememberAsync();

        await worker.KillAsync();
        await estate.RestartWebAsync();
        await run.ReleaseAsync();
        await estate.StartWorkerAsync();
        var failed = await estate.EndAsync(run.Subject.OperationId);

        Assert.Equal(OperationState.Failed, failed.Summary.State);
        Assert.Contains("no longer at hand", failed.Summary.ErrorWhat, StringComparison.Ordinal);
        Assert.Contains("Give the kubeconfig again", failed.ErrorRemedy, StringComparison.Ordinal);
        Assert.True(failed.NeedsCredential);

        await estate.Get<IClusterJoin>().ResumeAsync(
            run.Subject.OperationId, estate.Sim.Kubeconfig(run.Subject.Member), run.Subject.Member, Estate.Operator, Token);
        var wrong = await CrashRun.JudgeAsync([run], new Outcomes(estate).JoinedAsync);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}

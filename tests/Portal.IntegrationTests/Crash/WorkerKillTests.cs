using Portal.Testing.Data;
using Portal.Testing.Jobs;

namespace Portal.IntegrationTests.Crash;

/// <summary>
/// The worker is killed with SIGKILL while each operation is held at a point of its own; the next worker ends every one
/// of them as if nothing had happened.
/// </summary>
[Collection(CrashEstate.Collection)]
public sealed class WorkerKillTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    [Fact]
    public async Task Worker_KilledAnywhereInJoinOrInstall_NextOneEndsAllOfThem()
    {
        await using var estate = await CrashEstate.StartAsync(database.ConnectionString);
        var outcomes = new Outcomes(estate);

        var joins = new List<CrashRun>();
        foreach (var point in CrashPoints.Join)
        {
            var run = new CrashRun(estate, point, await estate.JoinAsync(estate.AddMember()));
            await run.ArmAsync();
            joins.Add(run);
        }

        await CrashAsync(estate, joins);
        var worker = await estate.StartWorkerAsync();
        var wrong = await CrashRun.JudgeAsync(joins, outcomes.JoinedAsync);
        Assert.True(wrong.Count == 0, $"{joins.Count - wrong.Count} of {joins.Count} joins ended correctly.\n{string.Join('\n', wrong)}");

        var control = (await estate.InstallAsync("volcano", [joins[^1].Subject]))[0];
        await estate.EndAsync(control.OperationId);
        var undisturbed = outcomes.Objects(control.Member);
        Assert.Contains(undisturbed, item => item.Contains("volcano-scheduler", StringComparison.Ordinal));

        var installs = CrashPoints.Install.Zip(joins, (point, join) => new CrashRun(estate, point, join.Subject)).ToList();
        foreach (var run in installs)
        {
            await run.ArmAsync();
        }

        var subjects = await estate.InstallAsync("volcano", [.. installs.Select(run => run.Subject)]);
        foreach (var (run, subject) in installs.Zip(subjects))
        {
            run.Subject = subject;
        }

        await CrashAsync(estate, installs, worker);
        await estate.StartWorkerAsync();
        wrong = await CrashRun.JudgeAsync(installs, run => outcomes.InstalledAsync(run, undisturbed));
        Assert.True(wrong.Count == 0, $"{installs.Count - wrong.Count} of {installs.Count} installs ended correctly.\n{string.Join('\n', wrong)}");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"SIGKILL: {joins.Count + installs.Count} of {joins.Count + installs.Count} operations ended correctly ({joins.Count} joins, {installs.Count} installs).");
    }

    private static async Task CrashAsync(CrashEstate estate, IReadOnlyList<CrashRun> runs, StandaloneWorker? worker = null)
    {
        worker ??= await estate.StartWorkerAsync();
        await CrashRun.HeldAsync(estate, runs);
        foreach (var run in runs)
        {
            await run.RememberAsync();
        }

        await worker.KillAsync();
        foreach (var run in runs)
        {
            await run.ReleaseAsync();
        }
    }
}

using Portal.Testing.Data;
using Portal.Testing.Jobs;

namespace Portal.IntegrationTests.Crash;

/// <summary>PostgreSQL crashes while each operation is held at a point of its own; worker and web process live on.</summary>
[Collection(CrashEstate.Collection)]
public sealed class DatabaseCrashTests
{
    private static readonly string[] JoinPoints =
    [
        "check: in the middle of the pre-flight checks",
        "check: done, and not recorded",
        "account: the namespace is made, nothing else",
        "account: a token was issued, and not heard of",
        "account: the token is not stored",
        "account: done, and not recorded",
        "inventory: in the middle",
        "the end: not recorded",
    ];

    private static readonly string[] InstallPoints =
    [
        "check: in the middle",
        "helm: its record says pending-install, nothing is made",
        "helm: half of the objects are made",
        "helm: says deployed, and nobody heard of it",
        "ready: in the middle",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Database_CrashedInTheMiddle_OperationsEndAllTheSame()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var estate = await CrashEstate.StartAsync(await PortalDatabases.CreateAsync(server, Token));
        var outcomes = new Outcomes(estate);
        List<CrashRun> joins = [];
        foreach (var point in CrashPoints.Join.Where(point => JoinPoints.Contains(point.Name)))
        {
            var run = new CrashRun(estate, point, await estate.JoinAsync(estate.AddMember()));
            await run.ArmAsync();
            joins.Add(run);
        }

        Assert.Equal(JoinPoints.Length, joins.Count);
        var worker = await estate.StartWorkerAsync();
        await CrashAsync(server, estate, joins, away: () => Task.CompletedTask);
        var wrong = await CrashRun.JudgeAsync(joins, outcomes.JoinedAsync);
        Assert.True(wrong.Count == 0, $"{joins.Count - wrong.Count} of {joins.Count} joins ended correctly.\n{string.Join('\n', wrong)}");

        var control = (await estate.InstallAsync("volcano", [joins[^1].Subject]))[0];
        await estate.EndAsync(control.OperationId);
        var undisturbed = outcomes.Objects(control.Member);

        var installs = CrashPoints.Install.Where(point => InstallPoints.Contains(point.Name))
            .Zip(joins, (point, join) => new CrashRun(estate, point, join.Subject)).ToList();
        Assert.Equal(InstallPoints.Length, installs.Count);
        foreach (var run in installs)
        {
            await run.ArmAsync();
        }

        foreach (var (run, subject) in installs.Zip(await estate.InstallAsync("volcano", [.. installs.Select(run => run.Subject)])))
        {
            run.Subject = subject;
        }

        // Away until the worker has given up each lease: it must find the operations again by itself.
        await CrashAsync(server, estate, installs, away: () => LeasesLostAsync(worker, installs));
        wrong = await CrashRun.JudgeAsync(installs, run => outcomes.InstalledAsync(run, undisturbed));
        Assert.True(wrong.Count == 0, $"{installs.Count - wrong.Count} of {installs.Count} installs ended correctly.\n{string.Join('\n', wrong)}");
        var all = joins.Count + installs.Count;
        TestContext.Current.TestOutputHelper?.WriteLine($"PostgreSQL crashed: {all} of {all} operations ended correctly ({joins.Count} joins, {installs.Count} installs).");
    }

    private static async Task CrashAsync(PostgresServer server, CrashEstate estate, IReadOnlyList<CrashRun> runs, Func<Task> away)
    {
        await CrashRun.HeldAsync(estate, runs);
        foreach (var run in runs)
        {
            await run.RememberAsync();
        }

        await server.CrashAsync();
        await away();
        await server.RecoverAsync();
        await estate.Commits.ForgetAsync(Token);
        foreach (var run in runs)
        {
            run.Resume();
        }
    }

    private static async Task LeasesLostAsync(StandaloneWorker worker, IReadOnlyList<CrashRun> runs)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        while (!runs.All(run => worker.Log.Any(line => line.Contains($"operation {run.Subject.OperationId}", StringComparison.Ordinal)
            && line.Contains("could not be renewed", StringComparison.Ordinal))))
        {
            await Task.Delay(100, patience.Token);
        }
    }
}

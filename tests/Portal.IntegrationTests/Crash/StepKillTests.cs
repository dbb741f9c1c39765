using Portal.Core.Components;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Crash;

/// <summary>
/// The worker is killed in each step of an upgrade, a roll-back and an uninstall, before the step's first request and after its first
/// write; the next worker ends them all. The steps are read off operations that nothing disturbed: a new one is covered by itself.
/// WorkerKillTests does the same for a join and an install.
/// </summary>
[Collection(CrashEstate.Collection)]
public sealed class StepKillTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private static readonly string[] Kinds = [OperationKinds.UpgradeComponent, OperationKinds.RollBackComponent, OperationKinds.UninstallComponent];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_KilledInAnyStep_NextOneEndsAllOfThem()
    {
        await using var estate = await CrashEstate.StartAsync(database.ConnectionString);
        var worker = await estate.StartWorkerAsync();
        var outcomes = new Outcomes(estate);
        var undisturbed = new Dictionary<string, (IReadOnlyList<string> Steps, IReadOnlyList<string> Objects)>();
        var control = await PrepareAsync(estate, Kinds);
        foreach (var (kind, subject) in Kinds.Zip(control))
        {
            var end = await estate.EndAsync(await BeginAsync(estate, kind, subject));
            Assert.True(end.Summary.State == OperationState.Succeeded, $"{kind}: {end.ErrorWhy}");
            undisturbed[kind] = ([.. end.Steps.Select(step => step.Name)], outcomes.Objects(subject.Member));
        }

        var points = Kinds.SelectMany(kind => undisturbed[kind].Steps.SelectMany(step => new[] { false, true }.Select(written => (Kind: kind, Step: step, Written: written)))).ToList();
        var runs = new List<(string Kind, CrashRun Run)>();
        foreach (var (point, subject) in points.Zip(await PrepareAsync(estate, [.. points.Select(point => point.Kind)])))
        {
            var run = new CrashRun(estate, new AtStep($"{point.Kind}: in {point.Step}{(point.Written ? ", something written" : "")}", point.Step, point.Written), subject);
            await run.ArmAsync();
            run.Subject = subject with { OperationId = await BeginAsync(estate, point.Kind, subject) };
            runs.Add((point.Kind, run));
        }

        await CrashRun.HeldAsync(estate, [.. runs.Select(pair => pair.Run)]);
        foreach (var (_, run) in runs)
        {
            await run.RememberAsync();
        }

        await worker.KillAsync();
        foreach (var (_, run) in runs)
        {
            await run.ReleaseAsync();
        }

        await estate.StartWorkerAsync();
        var wrong = new List<string>();
        foreach (var kind in Kinds)
        {
            wrong.AddRange(await CrashRun.JudgeAsync(
                [.. runs.Where(pair => pair.Kind == kind).Select(pair => pair.Run)], run => outcomes.ChangedAsync(run, kind, undisturbed[kind].Objects)));
        }

        Assert.True(wrong.Count == 0, $"{runs.Count - wrong.Count} of {runs.Count} operations ended correctly.\n{string.Join('\n', wrong)}");
    }

    /// <summary>A member for each, with Volcano as it must be before.</summary>
    private static async Task<List<Subject>> PrepareAsync(CrashEstate estate, string[] kinds)
    {
        var subjects = new List<Subject>();
        foreach (var _ in kinds)
        {
            subjects.Add(await estate.JoinAsync(estate.AddMember()));
        }

        await EndAsync(estate, subjects);
        await EndAsync(estate, await estate.InstallAsync("volcano", subjects, version: "1.14.2"));
        var upgraded = subjects.Where((_, index) => kinds[index] == OperationKinds.RollBackComponent).ToList();
        await EndAsync(estate, await estate.InstallAsync("volcano", upgraded, version: "1.15.1", upgrade: true));
        return subjects;
    }

    private static async Task EndAsync(CrashEstate estate, IReadOnlyList<Subject> subjects)
    {
        foreach (var subject in subjects)
        {
            var end = await estate.EndAsync(subject.OperationId);
            Assert.True(end.Summary.State == OperationState.Succeeded, await estate.DescribeAsync(subject.OperationId));
        }
    }

    private static async Task<Guid> BeginAsync(CrashEstate estate, string kind, Subject subject) => kind switch
    {
        OperationKinds.RollBackComponent => await estate.Get<IComponents>().RollBackAsync(subject.ClusterId, "volcano", 1, Estate.Operator, Token),
        OperationKinds.UninstallComponent => await estate.Get<IComponents>().UninstallAsync(subject.ClusterId, "volcano", Estate.Operator, Token),
        _ => (await estate.InstallAsync("volcano", [subject], version: "1.15.1", upgrade: true))[0].OperationId,
    };
}

using ClusterSim.Control;
using k8s;
using k8s.Models;
using Portal.Core.Components;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Crash;

/// <summary>
/// The worker is killed on the way back of an upgrade that failed, before, inside and after helm's roll-back. The next worker ends
/// it: the former revision runs, and the operation says what failed and what can be done.
/// </summary>
[Collection(CrashEstate.Collection)]
public sealed class ReturnKillTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    /// <summary>Without the webhooks there is no job of the chart that helm itself waits for.</summary>
    private const string Sound = "custom:\n  admission_enable: false\n";

    /// <summary>The simulator's kubelet cannot pull an image with this tag.</summary>
    private const string Broken = "basic:\n  image_tag_version: fail\ncustom:\n  admission_enable: false\n";

    /// <summary>The revision after the one that failed.</summary>
    private const string Returned = "secrets/sh.helm.release.v1.volcano.v3";

    /// <summary>The way back from an upgrade that does not become ready; the last from one that helm gave up half way.</summary>
    private static readonly CrashPoint[] Points =
    [
        new AtCommit("the cause is recorded, and not heard of", $"{StepNames.AwaitReady} checkpoint", Kept: true, new AtRequest("upgrade: looks into helm's history", "list", "secrets.*labelSelector=name")),
        InReady("helm's record says pending-rollback, nothing is brought back", "create", "namespaces/volcano-system/secrets", afterEffect: true),
        InReady("the half is brought back", "patch", "deployments/volcano-scheduler"),
        new AtRequest("all is brought back, and helm has not said so", "update", Returned),
        new AtRequest("helm says deployed, and nobody heard of it", "update", Returned, AfterEffect: true),
        new AtRequest("helm failed half way; all is brought back, and helm has not said so", "update", Returned),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_KilledOnTheWayBack_NextOneEndsIt_AndSaysWhy()
    {
        await using var estate = await CrashEstate.StartAsync(database.ConnectionString, ("Components:ReadyTimeout", "00:00:15"));
        var worker = await estate.StartWorkerAsync();
        var outcomes = new Outcomes(estate);
        var subjects = await PrepareAsync(estate, Points.Length + 1);
        var undisturbed = Objects(outcomes, subjects[^1]);
        var runs = new List<CrashRun>();
        foreach (var (point, subject) in Points.Zip(subjects))
        {
            var halfWay = point == Points[^1];
            var run = new CrashRun(estate, point, subject) { FailsAt = halfWay ? StepNames.HelmUpgrade : StepNames.AwaitReady };
            await run.ArmAsync();
            if (halfWay)
            {
                estate.Sim.Cluster(subject.Member).Faults.Add(new Fault { Kind = FaultKind.ExpiredToken, Verb = "patch", PathPattern = "deployments/volcano-scheduler", Count = 1 });
            }

            run.Subject = Assert.Single(await estate.InstallAsync("volcano", [subject], halfWay ? Sound : Broken, "1.15.1", upgrade: true));
            runs.Add(run);
        }

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

        await estate.StartWorkerAsync();
        var wrong = await CrashRun.JudgeAsync(runs, run => ReturnedAsync(estate, run, outcomes, undisturbed));

        Assert.True(wrong.Count == 0, $"{runs.Count - wrong.Count} of {runs.Count} operations ended correctly.\n{string.Join('\n', wrong)}");
    }

    private static AtStep InReady(string name, string verb, string path, bool afterEffect = false) =>
        new(name, StepNames.AwaitReady, Written: afterEffect, new AtRequest(name, verb, path, afterEffect));

    private static async Task<List<Subject>> PrepareAsync(CrashEstate estate, int count)
    {
        var subjects = new List<Subject>();
        for (var index = 0; index < count; index++)
        {
            subjects.Add(await estate.JoinAsync(estate.AddMember()));
        }

        await SucceedAsync(estate, subjects);
        await SucceedAsync(estate, await estate.InstallAsync("volcano", subjects, Sound, "1.14.2"));
        return subjects;
    }

    private static async Task SucceedAsync(CrashEstate estate, IReadOnlyList<Subject> subjects)
    {
        foreach (var subject in subjects)
        {
            var end = await estate.EndAsync(subject.OperationId);
            Assert.True(end.Summary.State == OperationState.Succeeded, await estate.DescribeAsync(subject.OperationId));
        }
    }

    /// <summary>The former revision runs and nothing else is there; cause, outcome and remedy are in words.</summary>
    private static async Task ReturnedAsync(CrashEstate estate, CrashRun run, Outcomes outcomes, IReadOnlyList<string> undisturbed)
    {
        var (member, clusterId) = (run.Subject.Member, run.Subject.ClusterId);
        var end = await estate.Get<IOperations>().GetAsync(run.Subject.OperationId, Estate.Viewer, Token);
        var halfWay = run.FailsAt == StepNames.HelmUpgrade;
        Assert.Contains(halfWay ? "could not be installed" : "did not become ready", end.Summary.ErrorWhat, StringComparison.Ordinal);
        Assert.Contains(halfWay ? "does not accept the portal's token" : "ImagePullBackOff", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Matches(@"Revision 1 \(1\.14\.2\) runs again, as revision \d+\.$", end.ErrorWhy);
        Assert.EndsWith("A retry tries the upgrade again.", end.ErrorRemedy, StringComparison.Ordinal);

        var release = await estate.Get<IComponents>().GetReleaseAsync(clusterId, "volcano", Estate.Operator, Token);
        Assert.Equal((ReleaseState.Ready, "1.14.2", Sound), (release.Summary.State, release.Summary.Version, release.Values));
        Assert.Equal(["roll back to 1", "upgrade", "install"], release.Revisions.Select(revision => revision.Action));
        using var admin = estate.Admin(member);
        var scheduler = await admin.AppsV1.ReadNamespacedDeploymentAsync("volcano-scheduler", "volcano-system", cancellationToken: Token);
        Assert.EndsWith(":v1.14.2", scheduler.Spec.Template.Spec.Containers[0].Image, StringComparison.Ordinal);
        var records = await admin.CoreV1.ListNamespacedSecretAsync("volcano-system", labelSelector: "owner=helm", cancellationToken: Token);
        var deployed = Assert.Single(records.Items, record => record.GetLabel("status") == "deployed");
        Assert.Equal($"{release.Summary.Revision}", deployed.GetLabel("version"));
        Assert.DoesNotContain(records.Items, record => record.GetLabel("status").StartsWith("pending", StringComparison.Ordinal));
        Assert.Equal(undisturbed, Objects(outcomes, run.Subject));
    }

    /// <summary>Without helm's records, which are one more with each revision, and definitions, which a roll-back leaves.</summary>
    private static IReadOnlyList<string> Objects(Outcomes outcomes, Subject subject) =>
    [
        .. outcomes.Objects(subject.Member).Where(item =>
            !item.Contains("sh.helm.release", StringComparison.Ordinal) && !item.Contains("customresourcedefinitions", StringComparison.Ordinal)),
    ];
}

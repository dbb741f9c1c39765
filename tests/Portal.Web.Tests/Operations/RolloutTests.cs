using Bunit;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Operations;

public sealed class RolloutTests : PageTest
{
    private static readonly string Operation = $"/operations/{Sample.OperationId}";
    private static readonly Guid OtherCluster = Guid.CreateVersion7();

    public RolloutTests()
    {
        Operations.Items.Add(Sample.Operation(kind: OperationKinds.ApplyComponents) with { Steps = [] });
        Rollouts.Changes.AddRange([
            Change(0, Sample.ClusterId, "member1", RolloutStage.Canary, RolloutChangeState.Succeeded),
            Change(1, OtherCluster, "member2", RolloutStage.Main, RolloutChangeState.Waiting)]);
    }

    [Fact]
    public void Cells_SayWhereTheRolloutStands()
    {
        Open(Operation);

        Shows("1 of 2 changes have ended");
        Eventually(() => Assert.Equal(["Succeeded member1 canary 1/1", "Pending member2 0/1"], Page.FindAll(".rollout-cells li").Select(Text)));
        Assert.Contains("a failure stops the rest", Text(Main), StringComparison.Ordinal);
    }

    [Fact]
    public void ChangeThatFails_IsLive_AndSaysWhy()
    {
        Open(Operation);
        Shows("1 of 2 changes have ended");

        Rollouts.Changes[1] = Change(1, OtherCluster, "member2", RolloutStage.Main, RolloutChangeState.Failed) with { Reason = "It did not answer in time.", OperationId = Guid.CreateVersion7() };
        Publish(Topics.Operation, Sample.OperationId);

        Shows("1 failed");
        Shows("Changes of member2");
        Shows("It did not answer in time.");
        Assert.Single(Main.QuerySelectorAll("tbody tr a"), link => link.GetAttribute("href") == $"/operations/{Rollouts.Changes[1].OperationId}");
    }

    [Fact]
    public void Cell_OpensToItsChanges_AndCloses()
    {
        Open(Operation);
        Eventually(() => Page.FindAll(".rollout-cells button")[1].Click());

        Shows("Changes of member2");
        Click(() => Page.FindAll(".rollout-cells button")[1]);

        Eventually(() => Assert.DoesNotContain("Changes of member2", Text(Main), StringComparison.Ordinal));
    }

    [Fact]
    public void Waves_SayWhichRunsWhatTheCheckSaid_AndArePausedResumedAndAborted()
    {
        Rollouts.Waves.AddRange([
            new RolloutWaveView(0, WaveState.Soaking, Sample.Now.AddMinutes(4), Sample.Now, [new WaveCheckResult("", WaveOutcome.Passed, "1/1", ""),
                new WaveCheckResult("max(errors) < 1", WaveOutcome.Unknown, "", "The expression has no value.")], ""),
            new RolloutWaveView(1, WaveState.Waiting, null, null, [], "")]);
        Open(Operation);

        Eventually(() => Assert.Equal(2, Page.FindAll(".waves > li").Count));
        Assert.StartsWith("Running Wave 1 is left alone", Text(Page.FindAll(".waves > li")[0]), StringComparison.Ordinal);
        Shows("max(errors) < 1 no value The expression has no value.");
        Click(() => Button("Pause"));
        Shows("Paused by ada");
        Click(() => Button("Resume"));
        Eventually(() => Button("Pause"));
        Click(() => Button("Abort and roll back"));
        Eventually(() => Button("Abort and roll back", Dialog));
        Click(() => Button("Abort and roll back", Dialog));
        Eventually(() => Assert.Equal([Sample.OperationId], Rollouts.Aborted));
    }

    private static RolloutChangeView Change(int ordinal, Guid cluster, string name, RolloutStage stage, RolloutChangeState state) =>
        new(ordinal, cluster, name, "volcano", OperationKinds.InstallComponent, stage, 0, state, [], null, null, 0, 0, null, "");
}

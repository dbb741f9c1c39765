using Bunit;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
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

    private static RolloutChangeView Change(int ordinal, Guid cluster, string name, RolloutStage stage, RolloutChangeState state) =>
        new(ordinal, cluster, name, "volcano", OperationKinds.InstallComponent, stage, state, [], null, null, 0, 0, null, "");
}

using Bunit;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Clusters;

public sealed class JoinByCommandTests : PageTest
{
    private static readonly Problem Taken = new(
        ProblemKind.Conflict, "There is already a cluster named berlin", "A cluster's name is unique in the portal.", "Choose another name.", "name");

    public JoinByCommandTests() => Fleets.Items.Add(Sample.Fleet());

    [Fact]
    public void Way_StandsInTheAddress()
    {
        Open("/join");

        Eventually(() => Assert.EndsWith("/join?way=command", Button("Join command").GetAttribute("href"), StringComparison.Ordinal));
        Open("/join?way=command");
        Shows("Nobody's credential leaves your hands");
    }

    [Fact]
    public void Command_IsShownOnce_AndWaitsUntilTheClusterCalls()
    {
        Open("/join?way=command");
        Eventually(() => Assert.False(IsEnabled(Button("Create join command"))));
        Act(() => Field("Name").Input("berlin"));
        Join.Hold();

        DoubleClick(() => Button("Create join command"));
        Join.Release();

        Shows("Join command for berlin");
        Assert.Single(Join.Commands);
        Assert.Equal("curl -fsS http://localhost/join | sh -s one-time-token", Page.Find(".command pre").TextContent);
        Shows("Works once. Expires in 60 min");
        Shows("Waiting for the command to run");
        Assert.DoesNotContain("one-time-token", Address, StringComparison.Ordinal);

        Operations.Items.Add(Sample.Operation(OperationState.Running, OperationKinds.JoinCluster, "berlin"));
        Publish(Topics.Operation, Sample.OperationId);

        Shows("The cluster has called back. Watch it at berlin");
        Assert.Equal($"/clusters/{Sample.ClusterId}", Button("berlin").GetAttribute("href"));
    }

    [Fact]
    public void OperationOfAnotherCluster_IsNotTakenForTheCall()
    {
        Open("/join?way=command");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Input("berlin"));
        Click(() => Button("Create join command"));
        Shows("Waiting for the command to run");

        var other = Sample.Operation();
        Operations.Items.Add(other with { Summary = other.Summary with { ClusterId = Guid.NewGuid() } });
        var before = Operations.Lists;
        Publish(Topics.Operation, Sample.OperationId);

        Eventually(() => Assert.NotEqual(before, Operations.Lists));
        Shows("Waiting for the command to run");
    }

    [Fact]
    public void Refusal_IsShown_AndNothingTypedIsLost()
    {
        Join.Refusal = Taken;
        Open("/join?way=command");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Input("berlin"));
        Act(() => Field("Region").Change("de-1"));

        Click(() => Button("Create join command"));

        ShowsProblem(Taken);
        Assert.Equal(("berlin", "de-1"), (Field("Name").GetAttribute("value"), Field("Region").GetAttribute("value")));
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Portal.Core.Problems;
using Portal.Jobs.Components.Systems.Submariner;

namespace Portal.Jobs.Tests.Components.Systems;

public sealed class GatewayNodesTests
{
    [Theory]
    [InlineData("a b c", "", "", "a")]
    [InlineData("a b c", "c", "", "c")]
    [InlineData("a b c", "b c", "", "b c")]
    [InlineData("a b c", "c", "b", "b")]
    [InlineData("a b c", "", "b c", "b c")]
    public void Choose_TakesWhatIsNamedElseWhatIsLabelledElseTheBest(string usable, string labelled, string named, string chosen)
    {
        var marked = Words(labelled);

        Assert.Equal(Words(chosen), GatewayNodes.Choose([.. Words(usable).Select(name => Node(name, marked.Contains(name)))], Words(named), "member1"));
    }

    [Fact]
    public void Choose_AmongNone_Waits() =>
        Assert.Equal(ProblemKind.Unavailable, Assert.Throws<ProblemException>(() => GatewayNodes.Choose([], [], "member1")).Problem.Kind);

    [Fact]
    public void Choose_ANodeThatIsNotThere_IsRefusedByName()
    {
        var problem = Assert.Throws<ProblemException>(() => GatewayNodes.Choose([Node("a", false)], ["b"], "member1")).Problem;

        Assert.Equal(ProblemKind.Refused, problem.Kind);
        Assert.Contains("b", problem.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kube-controller-manager\n--cluster-cidr=10.244.0.0/16\n--service-cluster-ip-range=10.96.0.0/12", "cluster-cidr", "10.244.0.0/16")]
    [InlineData("--cluster-cidr=10.244.0.0/16,fd00::/48", "cluster-cidr", "10.244.0.0/16")]
    [InlineData("--allocate-node-cidrs=true", "cluster-cidr", null)]
    [InlineData("--cluster-cidr=", "cluster-cidr", null)]
    public void Ranges_AreReadFromWhatControllersAreTold(string arguments, string flag, string? range) =>
        Assert.Equal(range is null ? null : IPNetwork.Parse(range), ClusterRanges.Told(arguments, flag));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static JsonObject Node(string name, bool gateway) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["labels"] = gateway ? new JsonObject { [GatewayNodes.Label] = "true" } : [],
        },
    };
}

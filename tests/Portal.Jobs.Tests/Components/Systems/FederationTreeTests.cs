using Portal.Core.Components.Systems;
using Portal.Core.Problems;
using Portal.Jobs.Components.Systems.Prometheus;

namespace Portal.Jobs.Tests.Components.Systems;

public sealed class FederationTreeTests
{
    private static readonly SystemMember Parent = Member("parent", "parent");
    private static readonly SystemMember World = Member("world", "relay");
    private static readonly SystemMember Europe = Member("europe", "relay");
    private static readonly SystemMember Berlin = Member("berlin", "member");
    private static readonly SystemMember Alone = Member("alone", "member");

    [Fact]
    public void Below_OfATreeOfThreeLevels_HasEachClusterOnce()
    {
        var tree = Tree(("berlin", "europe"), ("europe", "world"));

        Assert.Equal(["alone", "world"], Names(tree, Parent));
        Assert.Equal(["europe"], Names(tree, World));
        Assert.Equal(["berlin"], Names(tree, Europe));
    }

    [Fact]
    public void Below_WithoutRelays_IsTheParentsAlone()
    {
        var tree = Tree();

        Assert.Equal(["alone", "berlin", "europe", "world"], Names(tree, Parent));
        Assert.Empty(Names(tree, World));
    }

    [Fact]
    public void Relay_ThatIsNone_IsRefusedByName()
    {
        var problem = Assert.Throws<ProblemException>(() => Tree(("berlin", "alone"))).Problem;

        Assert.Equal(ProblemKind.Refused, problem.Kind);
        Assert.Contains("alone", problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Relays_InACircle_AreRefusedWithTheCircle()
    {
        var problem = Assert.Throws<ProblemException>(() => Tree(("europe", "world"), ("world", "europe"))).Problem;

        Assert.Contains("europe → world → europe", problem.Why, StringComparison.Ordinal);
    }

    private static FederationTree Tree(params (string Below, string Above)[] relays) =>
        new([Parent, World, Europe, Berlin, Alone], relays.ToDictionary(pair => pair.Below, pair => pair.Above));

    private static IEnumerable<string> Names(FederationTree tree, SystemMember gathering) => tree.Below(gathering).Select(member => member.ClusterName);

    private static SystemMember Member(string name, string role) => new(Guid.CreateVersion7(), name, "fleet", role, name);
}

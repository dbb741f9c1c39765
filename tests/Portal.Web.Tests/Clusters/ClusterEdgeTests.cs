using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Components.Edge;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Clusters;

/// <summary>The edge nodes of a cluster's page.</summary>
public sealed class ClusterEdgeTests : PageTest
{
    private readonly FakeEdgeNodes _edge = new();

    public ClusterEdgeTests()
    {
        Services.AddSingleton<IEdgeNodes>(_edge);
        Clusters.Items.Add(Sample.Cluster());
    }

    [Fact]
    public void Tab_ListsNodes_AndGivesTheCommandThatJoinsOne()
    {
        _edge.Nodes.Add(new EdgeNodeView("gate-7", EdgeNodeState.Ready, "", "v1.21.0", Sample.Now.AddDays(-1), null, "olga"));
        Open("/clusters/member1?tab=edge");
        Shows("gate-7");
        Shows("v1.21.0");

        Click(() => Button("Join an edge node"));
        Act(() => Page.Find("section.wizard-body input").Input("gate-8"));
        Click(() => Button("Create command"));

        Shows("keadm join --edgenode-name=gate-8");
        Assert.Equal("gate-8", Assert.Single(_edge.Asked).NodeName);
    }

    [Fact]
    public void Viewer_SeesTheNodes_AndNeitherJoinsNorRemovesOne()
    {
        SignInAs(PortalRole.Viewer);
        _edge.Nodes.Add(new EdgeNodeView("gate-7", EdgeNodeState.NotReady, "It is offline.", "v1.21.0", Sample.Now.AddDays(-1), null, "olga"));

        Open("/clusters/member1?tab=edge");

        Shows("gate-7");
        Assert.DoesNotContain(Page.FindAll("button"), button => Text(button) is "Join an edge node" or "Remove");
    }
}

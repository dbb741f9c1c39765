using AngleSharp.Dom;
using Bunit;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Namespaces;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Namespaces;

public sealed class NamespacePagesTests : PageTest
{
    [Fact]
    public void List_ShowsNamespaces_AndTheNavigationCountsThoseThatWait()
    {
        Spaces.Items.Add(FakeNamespaces.Space(NamespaceState.Delivered, AskState.Waiting));
        Open("/namespaces");

        Shows("shop-web Delivered Change waits platform edge 2 pods=5");
        Eventually(() => Assert.Contains("1 request waits for approval", Text(Page.Find(".side-nav")), StringComparison.Ordinal));

        Spaces.Items.Clear();
        Publish(Topics.Namespace);
        Shows("No team has a namespace yet.");
        Eventually(() => Assert.Empty(Page.FindAll(".side-count")));
    }

    [Fact]
    public void Developer_IsToldTheRulesWhileTyping_LooksAhead_AndAsks()
    {
        SignInAs(TeamRole.Developer, Sample.TeamId);
        SpacePolicies.Items.Add(FakeNamespacePolicies.Policy());
        Spaces.Check = Spaces.Check with { Rules = [FakeNamespaces.Failed] };
        Open("/namespaces/new");
        Shows("Matches shop-.*");
        Shows("At most pods=5");
        Assert.False(IsEnabled(Button("Send the request")));

        Act(() => Field("Name").Change("shop-web"));
        Act(() => Choice("edge-1").Change(true));
        Act(() => Field("Quota").Change("pods=9"));
        Shows("Set at most: pods=5.");
        Click(() => Button("Preview"));
        Shows("edge-1 uses 4 of pods; the quota would be 2.");
        Act(() => Field("Quota").Change("pods=4"));
        Click(() => Button("Send the request"));

        Eventually(() => Assert.Equal($"/namespaces/{FakeNamespaces.Id}", Address));
        var draft = Assert.Single(Spaces.Asked);
        Assert.Equal((Sample.TeamId, Sample.FleetId, "shop-web", "4", "edge-1"), (draft.TeamId, draft.FleetId, draft.Name, draft.Spec.Quota["pods"], Assert.Single(draft.Spec.Placement.ClusterNames)));
        Assert.Equal(NamespaceRole.Edit, draft.Spec.Members.Roles[TeamRole.Developer]);
        Shows("It waits for an approver.");
        Assert.Empty(Buttons("Approve"));
    }

    [Fact]
    public void Change_ThatTakesItFromClusters_NeedsItsName()
    {
        SpacePolicies.Items.Add(FakeNamespacePolicies.Policy());
        Spaces.Items.Add(FakeNamespaces.Space(NamespaceState.Delivered));
        Spaces.Check = Spaces.Check with { Losing = ["edge-2"] };
        Open($"/namespaces/{FakeNamespaces.Id}/edit");
        Act(() => Choice("edge-2").Change(false));
        Shows("These clusters lose the namespace, with all that is in it: edge-2.");
        Act(() => Field("Type shop-web to confirm it").Input("shop-web"));
        Click(() => Button("Send the change"));

        Eventually(() => Assert.Equal("shop-web", Assert.Single(Spaces.Asked).ConfirmRemoval));
    }

    [Fact]
    public void Approver_DecidesOnWhatIsShown()
    {
        SignInAs(PortalRole.Operator);
        Spaces.Items.Add(FakeNamespaces.Space(NamespaceState.Waiting, AskState.Waiting));
        Open($"/namespaces/{FakeNamespaces.Id}");
        Shows("Sells things.");
        Click(() => Button("Approve"));
        Eventually(() => Field("Comment", Dialog));
        Act(() => Field("Comment", Dialog).Input("go"));
        Click(() => Button("Approve", Dialog));

        Eventually(() => Assert.Equal((FakeNamespaces.Hash, "go", true), Assert.Single(Spaces.Decisions)));
        Eventually(() => Assert.Empty(Buttons("Approve")));
    }

    [Fact]
    public void Clusters_ShowWhatIsUsed_WhatIsWrong_AndDeliverAgain()
    {
        Spaces.Items.Add(FakeNamespaces.Space(NamespaceState.Failed));
        Open($"/namespaces/{FakeNamespaces.Id}");
        Shows("4 of 5");
        Shows("No longer chosen");
        Shows("RoleBinding shop-web/team-edit");

        Click(() => Button("Deliver again"));

        Eventually(() => Assert.Equal(FakeNamespaces.Id, Assert.Single(Spaces.Delivered)));
    }

    [Fact]
    public void Deletion_ShowsWhatIsInIt_AndNeedsTheName()
    {
        Spaces.Items.Add(FakeNamespaces.Space(NamespaceState.Delivered));
        Open($"/namespaces/{FakeNamespaces.Id}");
        Click(() => Button("Delete"));
        Eventually(() => Assert.Contains("edge-1: 2 Deployment, 4 Pod", Text(Dialog), StringComparison.Ordinal));
        Assert.Contains("edge-2: Cluster edge-2 did not answer within 8 seconds.", Text(Dialog), StringComparison.Ordinal);
        Assert.False(IsEnabled(Button("Delete", Dialog)));

        Act(() => Dialog.QuerySelector("input")!.Input("shop-web"));
        Click(() => Button("Delete", Dialog));

        Eventually(() => Assert.Equal((FakeNamespaces.Id, "shop-web"), Assert.Single(Spaces.Deleted)));
        Shows("Being removed");
    }

    [Fact]
    public void Viewer_IsOfferedNoAct()
    {
        SignInAs(TeamRole.Viewer, Sample.TeamId);
        Spaces.Items.Add(FakeNamespaces.Space(NamespaceState.Delivered));
        Open($"/namespaces/{FakeNamespaces.Id}");
        Shows("4 of 5");

        Assert.All(new[] { "Delete", "Approve", "Withdraw", "Deliver again" }, act => Assert.Empty(Buttons(act)));
    }

    [Fact]
    public void Admin_SetsAPolicy()
    {
        Open("/namespaces/policies");
        Shows("There is no policy: no team can ask for a namespace.");
        Click(() => Button("New policy"));
        Eventually(() => Field("Pattern of names", Dialog));
        Act(() => Field("Pattern of names", Dialog).Change("shop-.*"));
        Act(() => Field("Greatest quota of a namespace", Dialog).Change("pods=5"));
        Click(() => Button("Save", Dialog));

        Eventually(() => Assert.Equal("5", Assert.Single(SpacePolicies.Saved).Limits.MaxQuota["pods"]));
        Shows("shop-.* · each pods=5");
    }

    private void SignInAs(TeamRole role, Guid teamId) => People.Person = new Actor(Guid.CreateVersion7(), "dev", new HashSet<PortalRole>())
    {
        Teams = new Dictionary<Guid, TeamRole> { [teamId] = role },
    };

    private IElement Choice(string cluster) => Assert.Single(Page.FindAll(".namespace-choices label"), label => Text(label) == cluster).QuerySelector("input")!;
}

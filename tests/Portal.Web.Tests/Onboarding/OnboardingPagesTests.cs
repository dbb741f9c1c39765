using System.Collections.Frozen;
using Bunit;
using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Events;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Onboarding;

public sealed class OnboardingPagesTests : PageTest
{
    private static readonly Problem Changed = new(
        ProblemKind.Conflict, "The request for pay-one was changed since you saw it", "A decision or a change applies to exactly what was shown.", "Load it again, and look at what is asked for now.");

    [Fact]
    public void List_ShowsRequests_AndTheNavigationCountsThoseThatWait()
    {
        Requests.Items.Add(FakeClusterRequests.Request(RequestState.Waiting));
        Open("/onboarding");

        Shows("pay-one Waiting platform edge aws · eu-west-1 dev");
        Eventually(() => Assert.Contains("1 request waits for approval", Text(Page.Find(".side-nav")), StringComparison.Ordinal));

        Requests.Items.Clear();
        Publish(Topics.ClusterRequest);
        Shows("Nobody has asked for a cluster yet.");
        Eventually(() => Assert.Empty(Page.FindAll(".side-count")));
    }

    [Fact]
    public void Developer_SeesTheLimits_ChecksAndAsks()
    {
        SignInAs(TeamRole.Developer, Sample.TeamId);
        Policies.Items.Add(FakeOnboardingPolicies.Policy());
        Requests.Verdict = [FakeClusterRequests.Failed];
        Open("/onboarding/new");
        Shows("Allowed: >=1.33.0");
        Shows("Matches pay-.*");
        Shows("Allowed: env=prod|test");
        Assert.False(IsEnabled(Button("Send the request")));

        Act(() => Field("Name").Input("pay-one"));
        Act(() => Field("Kubernetes version").Input("1.34.1"));
        Act(() => Field("Region").Input("mars"));
        Act(() => Field("Labels").Change("env=prod"));
        Click(() => Button("Check"));
        Shows("The region 'mars' is not allowed. Choose one of these regions: eu-west-1.");
        Act(() => Field("Region").Input("eu-west-1"));
        Eventually(() => Assert.DoesNotContain("mars", Text(Main), StringComparison.Ordinal));
        Click(() => Button("Send the request"));

        Eventually(() => Assert.Equal($"/onboarding/{FakeClusterRequests.Id}", Address));
        var draft = Assert.Single(Requests.Asked);
        Assert.Equal((Sample.TeamId, "pay-one", Sample.FleetId, "eu-west-1", "1.34.1", 3, "prod"),
            (draft.TeamId, draft.Name, draft.FleetId, draft.Region, draft.KubernetesVersion, draft.Nodes, draft.Labels["env"]));
        Shows("It waits for an approver");
        Assert.Empty(Buttons("Approve"));
    }

    [Fact]
    public void Approver_DecidesOnWhatIsShown_AndIsToldWhenItIsAnother()
    {
        SignInAs(PortalRole.Operator);
        Requests.Items.Add(FakeClusterRequests.Request(RequestState.Waiting));
        Requests.Refusal = Changed;
        Open($"/onboarding/{FakeClusterRequests.Id}");
        Shows("Takes the money.");
        Click(() => Button("Approve"));
        Eventually(() => Field("Comment", Dialog));
        Act(() => Field("Comment", Dialog).Input("go"));
        Click(() => Button("Approve", Dialog));
        ShowsProblem(Changed);

        Requests.Refusal = null;
        Click(() => Button("Approve", Dialog));

        Eventually(() => Assert.Equal((FakeClusterRequests.Hash, "go", true), Assert.Single(Requests.Decisions)));
        Eventually(() => Assert.Empty(Buttons("Approve")));
    }

    [Fact]
    public void Refusal_NeedsWords()
    {
        Requests.Items.Add(FakeClusterRequests.Request(RequestState.Waiting));
        Open($"/onboarding/{FakeClusterRequests.Id}");
        Click(() => Button("Refuse"));
        Eventually(() => Field("Comment", Dialog));
        Assert.False(IsEnabled(Button("Refuse", Dialog)));

        Act(() => Field("Comment", Dialog).Input("Use two zones."));
        Click(() => Button("Refuse", Dialog));

        Eventually(() => Assert.Equal((FakeClusterRequests.Hash, "Use two zones.", false), Assert.Single(Requests.Decisions)));
    }

    [Fact]
    public void WhoAsked_IsOfferedNoDecision_AndGetsTheCommandOnce()
    {
        SignInAs(PortalRole.Operator);
        Requests.Items.Add(FakeClusterRequests.Request(RequestState.Approved, People.Person.Id));
        Open($"/onboarding/{FakeClusterRequests.Id}");
        Shows("The request is approved.");
        Assert.Empty(Buttons("Approve"));

        Click(() => Button("Make the join command"));
        Shows("curl -fsSL 'the-command' | sh");

        Open("/onboarding");
        Open($"/onboarding/{FakeClusterRequests.Id}");
        Shows("The request is approved.");
        Assert.DoesNotContain("the-command", Text(Main), StringComparison.Ordinal);
    }

    [Fact]
    public void Others_SeeHowFarItIs_AndGetNoCommand()
    {
        SignInAs(TeamRole.Viewer, Sample.TeamId);
        Requests.Items.Add(FakeClusterRequests.Request(RequestState.Approved));
        Open($"/onboarding/{FakeClusterRequests.Id}");
        Eventually(() => Assert.Equal(
            ["Request", "Approved", "Join", "Profile", "Smoke test", "Handed over"], Main.QuerySelectorAll(".stages li > span:last-child").Select(Text)));
        Assert.Empty(Buttons("Make the join command"));
        Assert.Empty(Buttons("Withdraw"));

        Requests.Items[0] = FakeClusterRequests.Request(RequestState.HandedOver);
        Publish(Topics.ClusterRequest, FakeClusterRequests.Id);

        Eventually(() => Assert.Contains("Handed over", Text(Main.QuerySelector(".page-heading")!), StringComparison.Ordinal));
    }

    [Fact]
    public void Failed_IsTriedAgain_AndWaiting_IsWithdrawn()
    {
        SignInAs(TeamRole.Developer, Sample.TeamId);
        Requests.Items.Add(FakeClusterRequests.Request(RequestState.Failed) with { FailedIn = RequestState.Testing });
        Open($"/onboarding/{FakeClusterRequests.Id}");
        Shows("It was cancelled.");
        Click(() => Button("Try again"));
        Eventually(() => Assert.Equal(FakeClusterRequests.Id, Assert.Single(Requests.Retried)));

        Requests.Items[0] = FakeClusterRequests.Request(RequestState.Waiting);
        Publish(Topics.ClusterRequest, FakeClusterRequests.Id);
        Eventually(() => Button("Withdraw"));
        Click(() => Button("Withdraw"));
        Eventually(() => Button("Withdraw", Dialog));
        Click(() => Button("Withdraw", Dialog));
        Eventually(() => Assert.Equal(FakeClusterRequests.Id, Assert.Single(Requests.Withdrawn)));
    }

    [Fact]
    public void Refused_NamesTheRule_AndIsChangedOrAskedAgainFromWhatItWas()
    {
        Policies.Items.Add(FakeOnboardingPolicies.Policy());
        Requests.Items.Add(FakeClusterRequests.Request(RequestState.Refused, People.Person.Id) with { Checks = [FakeClusterRequests.Failed] });
        Open($"/onboarding/{FakeClusterRequests.Id}");
        Shows("The region 'mars' is not allowed. Choose one of these regions: eu-west-1.");

        Open($"/onboarding/{FakeClusterRequests.Id}/edit");
        Eventually(() => Assert.Equal("pay-one", Field("Name").GetAttribute("value")));
        Click(() => Button("Send the change"));
        Eventually(() => Assert.Equal("Takes the money.", Assert.Single(Requests.Asked).Purpose));

        Open($"/onboarding/new?copy={FakeClusterRequests.Id}");
        Eventually(() => Assert.Equal("1.34.1", Field("Kubernetes version").GetAttribute("value")));
        Assert.True(string.IsNullOrEmpty(Field("Name").GetAttribute("value")));
    }

    [Fact]
    public void Policy_IsMadeChangedAndDeleted_ByAnAdminAlone()
    {
        Policies.Items.Add(FakeOnboardingPolicies.Policy());
        Open("/onboarding/policies");
        Shows("Portal's default aws · eu-west-1 · >=1.33.0 · pay-.* · 5 nodes · 2 clusters · env=prod|test By an approver base");

        Click(() => Button("Edit policy"));
        Eventually(() => Assert.Equal("env=prod|test", Field("Required labels", Dialog).GetAttribute("value")));
        Act(() => Field("Providers", Dialog).Change("aws, azure"));
        Act(() => Field("Approval", Dialog).Change(nameof(ApprovalMode.ByRule)));
        Click(() => Button("Save policy", Dialog));
        Eventually(() => Assert.Equal(["aws", "azure"], Assert.Single(Policies.Saved).Content.Providers));
        Assert.Equal((ApprovalMode.ByRule, 5, 2), (Policies.Saved[0].Content.Approval, Policies.Saved[0].Content.MaxNodes, Policies.Saved[0].Content.Quota));
        Shows("By the rules");

        Click(() => Button("Delete"));
        Eventually(() => Button("Delete", Dialog));
        Click(() => Button("Delete", Dialog));
        Eventually(() => Assert.Single(Policies.Deleted));
        Shows("nothing can be asked for yet");
    }

    [Fact]
    public void Policies_AreOnlyShown_ToOthers()
    {
        SignInAs(PortalRole.Operator);
        Policies.Items.Add(FakeOnboardingPolicies.Policy());
        Open("/onboarding/policies");

        Shows("Portal's default");
        Assert.Empty(Buttons("Edit policy"));
        Assert.Empty(Buttons("Create policy"));
    }

    private void SignInAs(TeamRole role, Guid teamId) => People.Person = new Actor(Guid.CreateVersion7(), "dev", FrozenSet<PortalRole>.Empty)
    {
        Teams = new Dictionary<Guid, TeamRole> { [teamId] = role }.ToFrozenDictionary(),
    };
}

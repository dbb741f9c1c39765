using Bunit;
using Portal.Core.Access;
using Portal.Core.Access.OpenId;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Settings;

public sealed class ProvidersPageTests : PageTest
{
    [Fact]
    public void Operator_IsToldWhoManagesThem()
    {
        SignInAs(PortalRole.Operator);

        Open("/settings/sign-in");

        Shows("Users are managed by administrators.");
        Assert.Empty(Main.QuerySelectorAll("form"));
    }

    [Fact]
    public void Group_IsMappedToATeam_AndRemovedAfterAQuestion()
    {
        Open("/settings/sign-in");
        Eventually(() => Field("Group"));
        Act(() => Field("Group").Input("payments-devs"));
        Act(() => Field("Where").Change(Sample.TeamId.ToString()));
        Act(() => Field("Role").Change("Developer"));

        Act(() => Page.Find("form.inline-form").Submit());

        Eventually(() => Assert.Contains("platform Developer", Text(Row("payments-devs")), StringComparison.Ordinal));
        Assert.Equal(new GroupMappingRequest(FakeProviders.Name, "payments-devs", Sample.TeamId, TeamRole.Developer), Assert.Single(Mappings.Created));

        Click(() => Button("Remove the mapping of payments-devs"));
        Eventually(() => Assert.Contains("Its members lose the role now", Text(Dialog), StringComparison.Ordinal));
        Click(() => Button("Remove", Dialog));
        Eventually(() => Shows("No group is mapped."));
        Assert.Single(Mappings.Deleted);
    }

    [Fact]
    public void WhoWaits_IsLinkedToAnAccount()
    {
        Identities.Items.AddRange([FakeExternalIdentities.Identity("grace"), FakeExternalIdentities.Identity("linus", "linus")]);
        Open("/settings/sign-in");
        Eventually(() => Row("grace"));

        Act(() => Page.Find("[aria-label='Account of grace']").Input("grace.hopper"));
        Act(() => Row("grace").QuerySelector("form")!.Submit());

        Eventually(() => Assert.Contains("grace.hopper", Text(Row("grace")), StringComparison.Ordinal));
        Assert.Equal((Identities.Items[0].Id, "grace.hopper"), Assert.Single(Identities.Linked));
    }

    [Fact]
    public void Refusal_IsShownWithWhatToDo()
    {
        Mappings.Refusal = new Problem(ProblemKind.Conflict, "The mapping was not created", "The group has a role there already.", "Remove that mapping first.");
        Open("/settings/sign-in");
        Eventually(() => Field("Group"));
        Act(() => Field("Group").Input("devs"));

        Act(() => Page.Find("form.inline-form").Submit());

        ShowsProblem(Mappings.Refusal);
        Assert.Equal("devs", Field("Group").GetAttribute("value"));
    }
}

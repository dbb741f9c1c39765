using Bunit;
using Portal.Core.Access;
using Portal.Core.Components.Planning;
using Portal.Core.Events;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Components;

public sealed class PlanPageTests : PageTest
{
    private static string Shown => $"/components/plan/{Sample.PlanId}";

    [Fact]
    public void Plan_ShowsWhatIsDone_AndWhyTheRestCannotBe()
    {
        Components.Catalogue.Add(Sample.Component());

        Open(Shown);

        Shows("member1");
        Shows("Volcano");
        Shows("1.12.1");
        ShowsProblem(Plans.Plan.Refusals[0].Problem);
    }

    [Fact]
    public void PlanThatIsChecked_SaysSo_AndShowsItselfWhenItIsReady()
    {
        Plans.Plan = Sample.Plan(PlanState.Checking);
        Open(Shown);
        Eventually(() => Assert.NotEmpty(Main.QuerySelectorAll("[role=status]")));
        Assert.DoesNotContain(Page.FindAll("button"), button => Text(button) == "Apply");

        Plans.Plan = Sample.Plan(PlanState.Ready);
        Publish(Topics.Plan, Sample.PlanId);

        Shows("member1");
    }

    [Fact]
    public void Force_WhereAClusterOfTheSystemIsGone_PlansTheSameByForce_AndSaysSo()
    {
        var wish = new PlanSystem("karmada", SystemWishKind.Uninstall, Guid.NewGuid());
        var gone = new PlanRefusal(Guid.NewGuid(), "member1", null, new Problem(ProblemKind.Unavailable, "Cluster member1 cannot be reached", "It did not answer.", "Wait."));
        Plans.Plan = Plans.Plan with { Request = new PlanRequest([], Systems: [wish]), Refusals = [gone] };
        Open(Shown);
        Shows("Plan by force");

        Click(() => Button("Plan by force"));

        Eventually(() => Assert.Equal(wish with { Force = true }, Assert.Single(Assert.Single(Plans.Asked).Systems!)));
        Plans.Plan = Plans.Plan with { Id = Guid.NewGuid(), Request = Plans.Asked[0] };
        Open($"/components/plan/{Plans.Plan.Id}");
        Shows("By force: clusters that do not answer are taken out all the same");
        Assert.DoesNotContain(Page.FindAll("button"), button => Text(button) == "Plan by force");
    }

    [Fact]
    public void Viewer_SeesThePlan_AndCannotApplyIt()
    {
        SignInAs(PortalRole.Viewer);

        Open(Shown);

        Shows("member1");
        Assert.DoesNotContain(Page.FindAll("button"), button => Text(button) == "Apply");
    }

    [Fact]
    public void Apply_AsksHow_StartsOnce_AndGoesToTheRollout()
    {
        OpenApply();
        Act(() => Dialog.QuerySelectorAll("input[type=radio]")[(int)FailurePolicy.RollBack].Change("on"));

        Click(() => Button("Apply", Dialog));

        Eventually(() => Assert.Equal($"/operations/{Sample.PlanId}", Address));
        var settings = Assert.Single(Plans.Applied);
        Assert.Equal((5, FailurePolicy.RollBack), (settings.Concurrency, settings.OnFailure));
    }

    [Fact]
    public void Apply_Refused_SaysWhy_AndStaysOpen()
    {
        Plans.Refusal = new Problem(ProblemKind.Conflict, "The plan cannot be applied", "It has been applied already.", "Make a new plan.");
        OpenApply();

        Click(() => Button("Apply", Dialog));

        Shows("It has been applied already.", () => Dialog);
        Assert.Equal(Shown, Address);
    }

    private void OpenApply()
    {
        Open(Shown);
        Shows("member1");
        Click(() => Button("Apply", Main));
        Eventually(() => Assert.NotEmpty(Page.FindAll(".mud-dialog")));
    }
}

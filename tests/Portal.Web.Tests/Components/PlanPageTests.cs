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
        Dialog.QuerySelectorAll("input[type=radio]")[(int)FailurePolicy.RollBack].Change("on");

        Button("Apply", Dialog).Click();

        Eventually(() => Assert.Equal($"/operations/{Sample.PlanId}", Address));
        var settings = Assert.Single(Plans.Applied);
        Assert.Equal((5, FailurePolicy.RollBack), (settings.Concurrency, settings.OnFailure));
    }

    [Fact]
    public void Apply_Refused_SaysWhy_AndStaysOpen()
    {
        Plans.Refusal = new Problem(ProblemKind.Conflict, "The plan cannot be applied", "It has been applied already.", "Make a new plan.");
        OpenApply();

        Button("Apply", Dialog).Click();

        Shows("It has been applied already.", () => Dialog);
        Assert.Equal(Shown, Address);
    }

    private void OpenApply()
    {
        Open(Shown);
        Shows("member1");
        Button("Apply", Main).Click();
        Eventually(() => Assert.NotEmpty(Page.FindAll(".mud-dialog")));
    }
}

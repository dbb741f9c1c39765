using Bunit;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Components;

public sealed class InstallDialogTests : PageTest
{
    private static readonly Problem BadValues = new(
        ProblemKind.Invalid, "The component cannot be installed", "The values are not YAML: line 1.", "Correct the field and send it again.", "values");

    public InstallDialogTests()
    {
        Components.Catalogue.AddRange([Sample.Component(), Sample.Component("kyverno")]);
        Clusters.Items.AddRange([Sample.Cluster(), Sample.Cluster("member2")]);
    }

    [Fact]
    public void NoCluster_NoPlan()
    {
        OpenDialog();

        Assert.False(IsEnabled(Button("Review the plan", Dialog)));
        Assert.Contains("Clusters · 0 selected", Text(Dialog), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_SaysWhatWillHappen_BeforeAnythingDoes()
    {
        OpenDialog();
        Choose("member1");
        Act(() => Page.Find("#install-version").Change("1.11.0"));
        Act(() => Page.Find("#install-values").Change("replicas: 3"));

        Click(() => Button("Review the plan", Dialog));

        Shows("Installs Volcano 1.11.0 into the namespace volcano-system. On 1 cluster member1 Requires Kubernetes 1.25 or newer", () => Dialog);
        Shows("With your values laid over the defaults.", () => Dialog);
        Assert.Empty(Components.Installed);
    }

    [Fact]
    public void DoubleClick_InstallsOnce_AndLeadsToTheOperation()
    {
        OpenDialog();
        Choose("member1");
        Act(() => Page.Find("#install-values").Change("replicas: 3"));
        Click(() => Button("Review the plan", Dialog));
        Components.Hold();

        DoubleClick(() => Button("Install", Dialog));
        Components.Release();

        Eventually(() => Assert.Equal($"/operations/{Sample.OperationId}", Address));
        var request = Assert.Single(Components.Installed);
        Assert.Equal(("volcano", "1.12.1", "replicas: 3"), (request.Component, request.Version, request.Values));
        Assert.Equal([Sample.ClusterId], request.ClusterIds);
    }

    [Fact]
    public void Refusal_LeadsBackToTheForm_AndNothingTypedIsLost()
    {
        Components.Refusal = BadValues;
        OpenDialog();
        Choose("member1");
        Act(() => Page.Find("#install-version").Change("1.11.0"));
        Act(() => Page.Find("#install-values").Change("replicas: ["));
        Click(() => Button("Review the plan", Dialog));

        Click(() => Button("Install", Dialog));

        ShowsProblem(BadValues);
        Assert.Equal("replicas: [", Page.Find("#install-values").GetAttribute("value"));
        Assert.Equal("1.11.0", Page.Find("#install-version").GetAttribute("value"));
        Assert.Contains("Clusters · 1 selected", Text(Dialog), StringComparison.Ordinal);
    }

    [Fact]
    public void ClusterThatRefuses_IsNamedBesideTheOthers()
    {
        Components.Refusals[Clusters.Items[1].Summary.Id] = "volcano is already installed there.";
        OpenDialog();
        Choose("member1");
        Choose("member2");
        Click(() => Button("Review the plan", Dialog));

        Click(() => Button("Install", Dialog));

        Shows("Queued: member1", () => Dialog);
        Shows("member2 refused: volcano is already installed there.", () => Dialog);
        Assert.Equal($"/operations/{Sample.OperationId}", Button("member1", Dialog).GetAttribute("href"));
        Click(() => Button("Watch operations", Dialog));
        Eventually(() => Assert.Equal("/operations", Address));
    }

    [Fact]
    public void ClusterThatRefuses_DoesSoInTheReadersLanguage()
    {
        Components.Refusals[Sample.ClusterId] = "It is missing.";
        OpenInChinese("/components");
        Eventually(() => Page.Find(".catalogue-act button"));
        Click(() => Page.Find(".catalogue-act button"));
        Eventually(() => Page.Find(".picker-row"));
        Choose("member1");
        Click(() => Button("查看计划", Dialog));

        Click(() => Button("安装", Dialog));

        Shows("缺少该字段。", () => Dialog);
    }

    [Fact]
    public void Picker_FindsClustersByName()
    {
        OpenDialog();

        Search("member2", ".mud-dialog input[type=search]");

        Eventually(() => Assert.StartsWith("member2", Text(Assert.Single(Page.FindAll(".picker-row"))), StringComparison.Ordinal));
        Search("nothing", ".mud-dialog input[type=search]");
        Shows("No cluster matches.", () => Dialog);
    }

    [Fact]
    public void Picker_KeepsWhatWasChosen_WhateverIsSearched()
    {
        OpenDialog();
        Choose("member1");

        Search("member2", ".mud-dialog input[type=search]");

        Eventually(() => Assert.Single(Page.FindAll(".picker-row")));
        Assert.Contains("Clusters · 1 selected", Text(Dialog), StringComparison.Ordinal);
    }

    [Fact]
    public void OpenedFromACluster_LetsTheComponentBeChosen()
    {
        Open("/clusters/member1");
        Eventually(() => Button("Install component"));
        Click(() => Button("Install component"));
        Eventually(() => Assert.Contains("Clusters · 1 selected", Text(Dialog), StringComparison.Ordinal));

        Act(() => Page.Find("#install-component").Change("kyverno"));
        Click(() => Button("Review the plan", Dialog));

        Shows("Installs kyverno 1.12.1 into the namespace kyverno-system. On 1 cluster member1", () => Dialog);
    }

    [Fact]
    public void CatalogueThatCannotBeRead_SaysWhy_AndTriesAgain()
    {
        Open("/clusters/member1");
        Eventually(() => Button("Install component"));
        Components.ReadFault = ProblemException.Unavailable("The catalogue cannot be read", "The database does not answer.", "Try again in a minute.");
        Click(() => Button("Install component"));
        ShowsProblem(((ProblemException)Components.ReadFault).Problem);

        Components.ReadFault = null;
        Click(() => Button("Try again", Dialog));

        Eventually(() => Assert.True(IsEnabled(Button("Review the plan", Dialog))));
    }

    [Fact]
    public void ComponentThatCannotBeRead_IsNotPlannedAsTheOneBefore()
    {
        Open("/clusters/member1");
        Eventually(() => Button("Install component"));
        Click(() => Button("Install component"));
        Eventually(() => Assert.True(IsEnabled(Button("Review the plan", Dialog))));
        Components.DetailFault = ProblemException.Unavailable("The catalogue cannot be read", "The database does not answer.", "Try again in a minute.");

        Act(() => Page.Find("#install-component").Change("kyverno"));

        ShowsProblem(((ProblemException)Components.DetailFault).Problem);
        Assert.False(IsEnabled(Button("Review the plan", Dialog)));
        Components.DetailFault = null;
        Click(() => Button("Try again", Dialog));
        Eventually(() => Assert.True(IsEnabled(Button("Review the plan", Dialog))));
    }

    private void OpenDialog()
    {
        Open("/components");
        Eventually(() => Button("Install Volcano"));
        Click(() => Button("Install Volcano"));
        Eventually(() => Assert.NotEmpty(Page.FindAll(".picker-row")));
    }

    private void Choose(string cluster) =>
        Act(() => Page.FindAll(".picker-row").Single(row => Text(row).StartsWith(cluster, StringComparison.Ordinal)).QuerySelector("input")!.Change(true));
}

using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Clusters;

public sealed class JoinWizardPageTests : PageTest
{
    private const string Kubeconfig = "apiVersion: v1\nusers: [{user: {token: very-secret-token}}]";

    private static readonly Problem Exec = new(
        ProblemKind.Invalid, "The kubeconfig is refused", "User admin runs a program (exec).", "Use a token or an embedded certificate.", "kubeconfig");

    private static readonly Problem Taken = new(
        ProblemKind.Conflict, "There is already a cluster named prod", "A cluster's name is unique in the portal.", "Choose another name.", "name");

    public JoinWizardPageTests() => Fleets.Items.Add(Sample.Fleet());

    [Fact]
    public void Viewer_IsToldWhoMayJoin()
    {
        SignInAs(PortalRole.Viewer);

        Open("/join");

        Shows("Joining clusters needs the role Operator.");
        Assert.Empty(Page.FindAll("#kubeconfig"));
    }

    [Fact]
    public void WithoutAFleet_TheFleetComesFirst()
    {
        Fleets.Items.Clear();

        Open("/join");

        Shows("A cluster joins a fleet, and there is none yet.");
        Assert.Equal("/fleets?create=true", Button("Create fleet").GetAttribute("href"));
    }

    [Fact]
    public void FirstStep_NeedsAKubeconfig()
    {
        Open("/join");

        Eventually(() => Assert.False(IsEnabled(Button("Continue"))));
        Assert.Equal(["Kubeconfig"], Reachable());
    }

    [Fact]
    public void WholeWay_JoinsOnce_AndLeadsToTheOperation()
    {
        Open("/join?fleet=" + Sample.FleetId);
        GiveKubeconfig();
        Assert.Equal("true", Page.Find("input[type=radio]").GetAttribute("checked") is null ? "false" : "true");
        Continue("Describe");
        Assert.Equal("prod", Field("Name").GetAttribute("value"));
        Continue("Pre-flight");
        Shows("The cluster can join.");
        Continue("Confirm");
        Shows(FakeClusterJoin.Rights);
        Shows("Forgets the kubeconfig: it is not stored, logged or put in any job.");

        Join.Hold();
        DoubleClick(() => Button("Join cluster"));
        Join.Release();

        Eventually(() => Assert.Equal($"/operations/{Sample.OperationId}", Address));
        var request = Assert.Single(Join.Joined);
        Assert.Equal((Kubeconfig, "prod", "prod", Sample.FleetId, "aws"), (request.Kubeconfig, request.Context, request.Description.Name, request.Description.FleetId, request.Description.Provider));
    }

    [Fact]
    public void Summary_IsAlwaysVisible()
    {
        Open("/join");
        GiveKubeconfig();
        Continue("Describe");
        Continue("Pre-flight");

        Shows("Name prod Fleet edge Context prod API server https://prod.example:6443 Kubernetes v1.34.1 Place aws · eu-central-1 · eu-central-1a", () => Page.Find(".wizard-summary"));
    }

    [Fact]
    public void KubeconfigThatIsRefused_SaysWhy_AndStays()
    {
        Join.ReadFault = new ProblemException(Exec);
        Open("/join");
        Eventually(() => Page.Find("#kubeconfig"));
        Act(() => Page.Find("#kubeconfig").Change(Kubeconfig));

        Click(() => Button("Continue"));

        ShowsProblem(Exec);
        Assert.Equal(Kubeconfig, Page.Find("#kubeconfig").GetAttribute("value"));
        Assert.Equal(["Kubeconfig"], Reachable());
    }

    [Fact]
    public void ContextThatIsRefused_CannotBeChosen_AndSaysWhy()
    {
        Join.Contexts.Insert(0, new KubeconfigContext("old", "http://old.example", "admin", false, "Its address is refused, as it is a multicast address."));
        Open("/join");

        GiveKubeconfig();

        var refused = Page.Find("label.refused");
        Assert.Contains("Its address is refused, as it is a multicast address.", Text(refused), StringComparison.Ordinal);
        Assert.True(refused.QuerySelector("input")!.HasAttribute("disabled"));
    }

    [Fact]
    public void NoContextThatCanBeUsed_GoesNoFurther()
    {
        Join.Contexts.Clear();
        Join.Contexts.Add(new KubeconfigContext("old", "http://old.example", "admin", true, "It is not https."));
        Open("/join");

        GiveKubeconfig();

        Assert.False(IsEnabled(Button("Continue")));
    }

    [Fact]
    public void Kubeconfig_IsNeverRenderedOnLaterSteps()
    {
        Open("/join");
        GiveKubeconfig();
        foreach (var step in new[] { "Describe", "Pre-flight", "Confirm" })
        {
            Assert.DoesNotContain("very-secret-token", Page.Markup, StringComparison.Ordinal);
            Continue(step);
        }

        Assert.DoesNotContain("very-secret-token", Page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret-token", Address, StringComparison.Ordinal);
    }

    [Fact]
    public void Back_LosesNothing()
    {
        Open("/join");
        GiveKubeconfig();
        Continue("Describe");
        Act(() => Field("Name").Input("berlin"));
        Act(() => Field("Region").Change("de-1"));

        Click(() => Button("Back"));
        Click(() => Button("Back"));
        Eventually(() => Assert.Equal(Kubeconfig, Page.Find("#kubeconfig").GetAttribute("value")));
        Continue("Context");
        Continue("Describe");

        Assert.Equal(("berlin", "de-1"), (Field("Name").GetAttribute("value"), Field("Region").GetAttribute("value")));
    }

    [Fact]
    public void OtherKubeconfig_BeginsAgain()
    {
        Open("/join");
        GiveKubeconfig();
        Continue("Describe");
        Click(() => Button("Back"));
        Click(() => Button("Back"));

        Act(() => Page.Find("#kubeconfig").Change(Kubeconfig + "\n# another"));

        Assert.Equal(["Kubeconfig"], Reachable());
    }

    [Theory]
    [InlineData("Berlin")]
    [InlineData("-berlin")]
    [InlineData("ber lin")]
    public void WrongName_IsSaidAtTheField_AndGoesNoFurther(string name)
    {
        Open("/join");
        GiveKubeconfig();
        Continue("Describe");

        Act(() => Field("Name").Input(name));

        Shows("Use lower-case letters, digits and hyphens; begin and end with a letter or digit.");
        Assert.False(IsEnabled(Button("Continue")));
    }

    [Fact]
    public void ChecksThatFail_SayWhatToDo_AndStopTheJoin()
    {
        Join.Report = Sample.Preflight(new PreflightCheck("permissions", CheckOutcome.Failed, "The credential may not: create namespaces.", "Give it cluster-admin."));
        Open("/join");
        GiveKubeconfig();
        Continue("Describe");
        Continue("Pre-flight");

        Shows("Some checks failed. Mend what they name, then check again. Failed Permissions The credential may not: create namespaces. Give it cluster-admin.");
        Assert.False(IsEnabled(Button("Continue")));
        Join.Report = Sample.Preflight();
        Click(() => Button("Check again"));

        Shows("The cluster can join.");
        Assert.True(IsEnabled(Button("Continue")));
    }

    [Fact]
    public void ChecksThatCannotRun_SayWhy_AndGoNoFurther()
    {
        Open("/join");
        GiveKubeconfig();
        Continue("Describe");
        Join.ReadFault = new ProblemException(Taken);

        Click(() => Button("Continue"));

        ShowsProblem(Taken);
        Assert.False(IsEnabled(Button("Continue")));
    }

    [Fact]
    public void DescriptionThatChangesAfterTheChecks_IsCheckedAgain()
    {
        Open("/join");
        GiveKubeconfig();
        Continue("Describe");
        Continue("Pre-flight");
        Continue("Confirm");
        Click(() => Page.FindAll(".wizard-steps button").Single(step => Text(step).EndsWith("Describe", StringComparison.Ordinal)));

        Act(() => Field("Name").Input("berlin"));

        Assert.Equal(["Kubeconfig", "Context", "Describe"], Reachable());
        Continue("Pre-flight");
        Assert.Equal(2, Join.Checks);
    }

    [Fact]
    public void JoinThatIsRefused_SaysWhy_AndKeepsAllThatWasTyped()
    {
        Join.Refusal = Taken;
        Open("/join");
        GiveKubeconfig();
        Continue("Describe");
        Continue("Pre-flight");
        Continue("Confirm");

        Click(() => Button("Join cluster"));

        ShowsProblem(Taken);
        Click(() => Page.FindAll(".wizard-steps button").Single(step => Text(step).EndsWith("Describe", StringComparison.Ordinal)));
        Assert.Equal("prod", Field("Name").GetAttribute("value"));
        Click(() => Button("Back"));
        Click(() => Button("Back"));
        Assert.Equal(Kubeconfig, Page.Find("#kubeconfig").GetAttribute("value"));
    }

    [Fact]
    public void FileThatIsTooLarge_IsRefusedAtTheField()
    {
        Open("/join");
        Eventually(() => Page.Find("#kubeconfig"));

        Page.FindComponent<Microsoft.AspNetCore.Components.Forms.InputFile>().UploadFiles(InputFileContent.CreateFromText(new string('x', 1024 * 1024 + 1), "config"));

        Shows("The file is larger than 1 MiB.");
        Assert.False(IsEnabled(Button("Continue")));
    }

    [Fact]
    public void File_FillsTheField()
    {
        Open("/join");
        Eventually(() => Page.Find("#kubeconfig"));

        Page.FindComponent<Microsoft.AspNetCore.Components.Forms.InputFile>().UploadFiles(InputFileContent.CreateFromText(Kubeconfig, "config"));

        Eventually(() => Assert.Equal(Kubeconfig, Page.Find("#kubeconfig").GetAttribute("value")));
        Assert.True(IsEnabled(Button("Continue")));
    }

    [Fact]
    public void Chinese_ReadsChinese()
    {
        Join.Report = Sample.Preflight(new PreflightCheck("permissions", CheckOutcome.Failed, "The credential may not: create namespaces.", ""));
        OpenInChinese("/join");
        Eventually(() => Page.Find("#kubeconfig"));
        Act(() => Page.Find("#kubeconfig").Change(Kubeconfig));
        for (var step = 0; step < 3; step++)
        {
            Eventually(() => Assert.True(IsEnabled(Button("继续"))));
            Click(() => Button("继续"));
        }

        Shows("未通过 权限 该凭据缺少权限：create namespaces。");
    }

    private void GiveKubeconfig()
    {
        Eventually(() => Page.Find("#kubeconfig"));
        Act(() => Page.Find("#kubeconfig").Change(Kubeconfig));
        Continue("Context");
    }

    private void Continue(string step)
    {
        Click(() => Button("Continue"));
        Eventually(() => Assert.Equal(step, Page.Find(".wizard-body h2").TextContent));
    }

    /// <summary>The steps that can be gone to.</summary>
    private IEnumerable<string> Reachable() => Page.FindAll(".wizard-steps button").Where(IsEnabled).Select(step => step.Children[^1].TextContent);
}

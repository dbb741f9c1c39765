using System.Text.Json;
using Bunit;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Operations;

public sealed class OperationDetailPageTests : PageTest
{
    private static readonly string Operation = $"/operations/{Sample.OperationId}";

    private static readonly Problem Over = new(
        ProblemKind.Conflict, "The operation cannot be cancelled", "It has ended already.", "Look at its log.");

    [Fact]
    public void RunningOperation_SaysSoFarAndUsually_AndItsSteps()
    {
        Operations.Items.Add(Sample.Operation());

        Open(Operation);

        Shows("Cluster member1 Component volcano By grace Created 5 min ago So far 4 min 0 s Usually 1 min 35 s Limit 30 min");
        Eventually(() => Assert.Equal(["Succeeded Install with helm 1 min 0 s", "Running Wait until ready 3 min 0 s limit 10 min"], Page.FindAll(".timeline li").Select(Text)));
    }

    [Fact]
    public void Viewer_CanNeitherCancelNorRetry()
    {
        SignInAs(PortalRole.Viewer);
        Operations.Items.Add(Sample.Operation());
        Open(Operation);
        Shows("So far");
        Assert.Empty(Buttons("Cancel operation"));

        Operations.Items[0] = Sample.Operation(OperationState.Failed);
        Publish(Topics.Operation, Sample.OperationId);

        Shows("What to do");
        Assert.Empty(Buttons("Retry from here"));
        Assert.Single(Buttons("Copy report"));
    }

    [Fact]
    public void Cancel_IsAskedOnce_AndSaysWhoAsked()
    {
        Operations.Items.Add(Sample.Operation());
        Operations.Hold();
        Open(Operation);
        Eventually(() => Button("Cancel operation"));

        DoubleClick(() => Button("Cancel operation"));
        Operations.Items[0] = Operations.Items[0] with { CancelRequestedBy = "ada", Summary = Operations.Items[0].Summary with { CancelRequested = true } };
        Operations.Release();

        Shows("ada asked to cancel. The present step is left at its next safe point.");
        Assert.False(IsEnabled(Button("Cancelling")));
        Assert.Equal([Sample.OperationId], Operations.Cancelled);
    }

    [Fact]
    public void CancelRefused_SaysWhy()
    {
        Operations.Items.Add(Sample.Operation());
        Operations.Refusal = Over;
        Open(Operation);
        Eventually(() => Button("Cancel operation"));

        Click(() => Button("Cancel operation"));

        ShowsProblem(Over);
    }

    [Fact]
    public void Failure_SaysWhatWhyAndWhatToDo_OnTop()
    {
        Operations.Items.Add(Sample.Operation(OperationState.Failed));

        Open(Operation);

        Eventually(() => Assert.Equal(
            $"Failed Cluster member1 cannot be reached Failed step Wait until ready Why It did not answer in time. What to do Try again. Reference {Sample.OperationId} Retry from here Copy report",
            Text(Page.Find(".failure"))));
        Assert.Contains("By: grace", Button("Copy report").GetAttribute("data-copy"), StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_IsInChinese_AndItsReportToo()
    {
        Operations.Items.Add(Sample.Operation(OperationState.Failed));

        OpenInChinese(Operation);

        Shows("无法访问集群 member1 失败步骤 等待就绪 原因 未在时限内应答。");
        var report = Button("复制报告").GetAttribute("data-copy")!;
        Assert.Contains("无法访问集群 member1", report, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be reached", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Retry_IsAskedOnce_AndShowsTheOperationAsItIsThen()
    {
        Operations.Items.Add(Sample.Operation(OperationState.Failed));
        Operations.Hold();
        Open(Operation);
        Eventually(() => Button("Retry from here"));

        DoubleClick(() => Button("Retry from here"));
        Operations.Items[0] = Sample.Operation(OperationState.Queued) with { Attempt = 2 };
        Operations.Release();

        Shows("Attempt 2");
        Assert.Equal([Sample.OperationId], Operations.Retried);
        Assert.Empty(Page.FindAll(".failure"));
    }

    [Fact]
    public void JoinWhoseCredentialIsGone_AsksForIt_AndNeverShowsItAgain()
    {
        Operations.Items.Add(Sample.Operation(OperationState.Failed, OperationKinds.JoinCluster) with { NeedsCredential = true });
        Open(Operation);
        Eventually(() => Button("Give the kubeconfig again"));
        Assert.Empty(Buttons("Retry from here"));
        Click(() => Button("Give the kubeconfig again"));
        Eventually(() => Assert.False(IsEnabled(Button("Give it and retry", Dialog))));

        Act(() => Page.Find("#kubeconfig").Change("kind: Config # very-secret-token"));
        Eventually(() => Assert.Equal("prod", Page.Find("#credential-context option").GetAttribute("value")));
        Join.Hold();
        DoubleClick(() => Button("Give it and retry", Dialog));
        Join.Release();

        Eventually(() => Assert.Empty(Page.FindAll(".mud-dialog")));
        Assert.Equal([(Sample.OperationId, "kind: Config # very-secret-token", "prod")], Join.Resumed);
        Assert.DoesNotContain("very-secret-token", Page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void CredentialThatIsRefused_SaysWhy_AndStays()
    {
        Operations.Items.Add(Sample.Operation(OperationState.Failed, OperationKinds.JoinCluster) with { NeedsCredential = true });
        Join.Refusal = Over;
        Open(Operation);
        Eventually(() => Button("Give the kubeconfig again"));
        Click(() => Button("Give the kubeconfig again"));
        Eventually(() => Page.Find("#kubeconfig"));
        Act(() => Page.Find("#kubeconfig").Change("kind: Config"));
        Eventually(() => Assert.True(IsEnabled(Button("Give it and retry", Dialog))));

        Click(() => Button("Give it and retry", Dialog));

        ShowsProblem(Over);
        Assert.Equal("kind: Config", Page.Find("#kubeconfig").GetAttribute("value"));
    }

    [Fact]
    public void OperationThatWaits_SaysBehindWhat()
    {
        var before = Sample.Operation(kind: OperationKinds.JoinCluster, id: Guid.NewGuid());
        Operations.Items.Add(Sample.Operation(OperationState.Queued) with { Blocker = before.Summary });

        Open(Operation);

        Shows("Waits behind Join member1 by grace (1 of 2 steps). One operation at a time runs on a cluster.");
        Assert.Equal($"/operations/{before.Summary.Id}", Button("Join member1").GetAttribute("href"));
    }

    [Fact]
    public void End_IsLive_AndBringsTheReceipt()
    {
        Operations.Items.Add(Sample.Operation(kind: OperationKinds.UninstallComponent));
        Open(Operation);
        Shows("So far");
        Assert.Empty(Page.FindAll(".receipt"));

        Operations.Items[0] = Sample.Operation(OperationState.Succeeded, OperationKinds.UninstallComponent) with
        {
            Result = JsonDocument.Parse("""{"removed":["Deployment volcano-scheduler"],"leftovers":[],"commands":["kubectl delete crd jobs.batch.volcano.sh"]}"""),
        };
        Publish(Topics.Operation, Sample.OperationId);

        Shows("Removed Deployment volcano-scheduler Left behind nothing Commands that clear it kubectl delete crd jobs.batch.volcano.sh");
        Assert.Equal("Succeeded", Text(Page.Find(".page-heading .status")));
    }

    [Fact]
    public void UnknownOperation_SaysSo()
    {
        Open(Operation);

        Shows("There is no such operation");
        Assert.Empty(Page.FindAll(".log-panel"));
    }
}

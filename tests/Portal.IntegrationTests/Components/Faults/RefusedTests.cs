using k8s;
using k8s.Models;
using Portal.Core.Operations;
using Portal.Testing.Kubernetes;

namespace Portal.IntegrationTests.Components.Faults;

/// <summary>What a cluster refuses in the middle of an operation is named with its remedy, and the same operation goes on once it is taken.</summary>
public sealed class RefusedTests(FaultEstate estate) : IClassFixture<FaultEstate>
{
    private const string Home = "volcano-system";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Writing => [OperationKinds.InstallComponent, OperationKinds.UpgradeComponent, OperationKinds.RollBackComponent];

    [Theory]
    [MemberData(nameof(Writing))]
    public async Task Quota_ThatLeavesNoRoomForHelmsRecord_IsNamed_AndRaisingItHelps(string kind)
    {
        var (member, id) = await estate.SetUpAsync(kind);
        using var admin = estate.Admin(member);
        await NamespaceAsync(admin);
        var secrets = (await admin.CoreV1.ListNamespacedSecretAsync(Home, cancellationToken: Token)).Items.Count;
        await QuotaAsync(admin, "few-secrets", "secrets", $"{secrets}");

        var (operation, end) = await FailAsync(kind, id);

        Assert.Contains($"quota \"few-secrets\" is used up: requested: secrets=1, used: secrets={secrets}, limited: secrets={secrets}", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Equal("Raise the quota, or ask for less in the values, and retry.", end.ErrorRemedy);
        await admin.CoreV1.DeleteNamespacedResourceQuotaAsync("few-secrets", Home, cancellationToken: Token);
        await estate.RecoverAsync(kind, id, operation);
    }

    [Theory]
    [MemberData(nameof(Writing))]
    public async Task Quota_ThatLeavesNoRoomForPods_IsNamedThoughHelmIsContent(string kind)
    {
        var (member, id) = await estate.SetUpAsync(kind);
        using var admin = estate.Admin(member);
        await NamespaceAsync(admin);
        // The job of the chart's hook may come, and nothing else.
        var pods = (await admin.CoreV1.ListNamespacedPodAsync(Home, cancellationToken: Token)).Items.Count(pod => pod.Status.Phase is not ("Succeeded" or "Failed"));
        await QuotaAsync(admin, "few-pods", "pods", $"{pods}");

        var (operation, end) = await FailAsync(kind, id);

        Assert.Contains("quota \"few-pods\" is used up: requested: pods=1", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Equal("Raise the quota, or ask for less in the values, and retry.", end.ErrorRemedy);
        await admin.CoreV1.DeleteNamespacedResourceQuotaAsync("few-pods", Home, cancellationToken: Token);
        await estate.RecoverAsync(kind, id, operation);
    }

    [Theory]
    [MemberData(nameof(Writing))]
    public async Task Webhook_ThatRefuses_IsQuoted_AndAllowingItHelps(string kind)
    {
        var (member, id) = await estate.SetUpAsync(kind);
        using var admin = estate.Admin(member);
        await using var webhook = await RefusingWebhook.StartAsync("images must come from our registry & be \"signed\"", Token);
        await ConfigureAsync(admin, webhook);

        var (operation, end) = await FailAsync(kind, id);

        Assert.Contains("The admission webhook images.policy.test denied it: images must come from our registry & be \"signed\"", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Equal("Change the values so that the policy is met, or ask the owner of the webhook.", end.ErrorRemedy);
        webhook.Refusal = null;
        await estate.RecoverAsync(kind, id, operation);
    }

    [Theory]
    [MemberData(nameof(Writing))]
    [Trait("Attack", "24")]
    public async Task Webhook_ThatIsGone_IsNamed_AndRemovingItHelps(string kind)
    {
        var (member, id) = await estate.SetUpAsync(kind);
        using var admin = estate.Admin(member);
        var webhook = await RefusingWebhook.StartAsync("", Token);
        await ConfigureAsync(admin, webhook);
        await webhook.DisposeAsync();

        var (operation, end) = await FailAsync(kind, id);

        Assert.Contains("The admission webhook images.policy.test does not answer", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Contains("remove its configuration if its owner is gone", end.ErrorRemedy, StringComparison.Ordinal);
        await admin.AdmissionregistrationV1.DeleteValidatingWebhookConfigurationAsync("images", cancellationToken: Token);
        await estate.RecoverAsync(kind, id, operation);
    }

    [Fact]
    public async Task Namespace_HalfDeleted_IsRefusedBeforeAnythingIsDone_AndFreedItHelps()
    {
        var (member, id) = await estate.JoinAsync();
        using var admin = estate.Admin(member);
        await NamespaceAsync(admin);
        await admin.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "held", Finalizers = ["example.com/hold"] } }, Home, cancellationToken: Token);
        await admin.CoreV1.DeleteNamespaceAsync(Home, cancellationToken: Token);
        while ((await admin.CoreV1.ReadNamespaceAsync(Home, cancellationToken: Token)).Status.Conditions is not { Count: > 0 })
        {
            await Task.Delay(100, Token);
        }

        var (operation, end) = await FailAsync(OperationKinds.InstallComponent, id);

        Assert.Contains($"The namespace {Home} of {member} is being deleted", end.Summary.ErrorWhat, StringComparison.Ordinal);
        Assert.Contains("example.com/hold in 1 resource instances", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Contains("remove the finalizers that hold it", end.ErrorRemedy, StringComparison.Ordinal);
        var plan = await estate.PlanAsync(new([new("volcano", [id])]));
        Assert.Contains("is being deleted", Assert.Single(plan.Refusals).Problem.What, StringComparison.Ordinal);

        await admin.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"metadata":{"finalizers":null}}""", V1Patch.PatchType.MergePatch), "held", Home, cancellationToken: Token);
        while ((await admin.CoreV1.ListNamespaceAsync(cancellationToken: Token)).Items.Any(item => item.Metadata.Name == Home))
        {
            await Task.Delay(100, Token);
        }

        await estate.RecoverAsync(OperationKinds.InstallComponent, id, operation);
    }

    [Fact]
    public async Task Namespace_DeletedBetweenCheckAndHelm_IsNamed()
    {
        var (member, id) = await estate.JoinAsync();
        using var admin = estate.Admin(member);
        await NamespaceAsync(admin);
        await admin.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "held", Finalizers = ["example.com/hold"] } }, Home, cancellationToken: Token);
        var gate = await estate.Commits.HoldAsync(id, $"{StepNames.HelmInstall} Running", Token);
        var operation = await estate.BeginAsync(OperationKinds.InstallComponent, id);
        await estate.AtStepAsync(gate, () => admin.CoreV1.DeleteNamespaceAsync(Home, cancellationToken: Token));

        var end = await estate.EndAsync(operation);

        Assert.Equal(OperationState.Failed, end.Summary.State);
        Assert.Contains($"The namespace {Home} is being deleted, and takes nothing new.", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Contains("remove the finalizers that hold it", end.ErrorRemedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uninstall_OfWhatAFinalizerHolds_NamesIt_AndFreedItEnds()
    {
        var (member, id) = await estate.SetUpAsync(OperationKinds.UninstallComponent);
        using var admin = estate.Admin(member);
        await admin.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch("""{"metadata":{"finalizers":["example.com/hold"]}}""", V1Patch.PatchType.MergePatch), "volcano-scheduler", Home, cancellationToken: Token);

        var (operation, end) = await FailAsync(OperationKinds.UninstallComponent, id);

        Assert.Contains("volcano-scheduler", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Contains("example.com/hold", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Contains("finalizers", end.ErrorRemedy, StringComparison.Ordinal);
        await admin.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch("""{"metadata":{"finalizers":null}}""", V1Patch.PatchType.MergePatch), "volcano-scheduler", Home, cancellationToken: Token);
        await estate.RecoverAsync(OperationKinds.UninstallComponent, id, operation);
    }

    private async Task<(Guid Operation, OperationDetail End)> FailAsync(string kind, Guid id)
    {
        var operation = await estate.BeginAsync(kind, id);
        var end = await estate.EndAsync(operation);
        Assert.True(end.Summary.State == OperationState.Failed, await estate.LogAsync(operation));
        await estate.AssertKeptAsync(kind, id);
        return (operation, end);
    }

    private static async Task NamespaceAsync(IKubernetes admin)
    {
        if ((await admin.CoreV1.ListNamespaceAsync(cancellationToken: Token)).Items.All(item => item.Metadata.Name != Home))
        {
            await admin.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = Home } }, cancellationToken: Token);
        }
    }

    private static Task<V1ResourceQuota> QuotaAsync(IKubernetes admin, string name, string what, string limit) => admin.CoreV1.CreateNamespacedResourceQuotaAsync(
        new V1ResourceQuota
        {
            Metadata = new V1ObjectMeta { Name = name },
            Spec = new V1ResourceQuotaSpec { Hard = new Dictionary<string, ResourceQuantity> { [what] = new(limit) } },
        }, Home, cancellationToken: Token);

    private static Task<V1ValidatingWebhookConfiguration> ConfigureAsync(IKubernetes admin, RefusingWebhook webhook) => admin.AdmissionregistrationV1.CreateValidatingWebhookConfigurationAsync(
        KubernetesJson.Deserialize<V1ValidatingWebhookConfiguration>(webhook.Configuration("images", "apps", "deployments")), cancellationToken: Token);
}

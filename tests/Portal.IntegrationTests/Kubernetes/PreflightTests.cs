using ClusterSim.Control;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Clusters;
using Portal.Core.Kubernetes;

namespace Portal.IntegrationTests.Kubernetes;

public sealed class PreflightTests(MemberFixture fixture) : IClassFixture<MemberFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_Administrator_PassesEveryCheck()
    {
        var report = await CheckAsync(fixture.AddToSim("fine"), "fine");

        Assert.True(report.Passed);
        Assert.Equal(["reachable", "tls", "version", "permissions", "clock", "name", "identity"], report.Checks.Select(check => check.Name));
        Assert.All(report.Checks, check => Assert.True(check.Outcome == CheckOutcome.Passed, $"{check.Name}: {check.Detail}"));
        Assert.Equal("v1.35.2", report.KubernetesVersion);
        Assert.Equal(3, report.Nodes);
    }

    [Fact]
    public async Task Check_AccountWithoutRights_NamesWhatIsMissing()
    {
        var admin = fixture.AddToSim("narrow");
        using var client = fixture.Connections.Connect(admin);
        await client.CoreV1.CreateNamespacedServiceAccountAsync(
            new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "reader" } }, "default", cancellationToken: Cancel);
        var token = await client.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { Audiences = [] } }, "reader", "default", cancellationToken: Cancel);

        var report = await CheckAsync(With(admin, token.Status.Token), "narrow");

        var permissions = Find(report, "permissions");
        Assert.Equal(CheckOutcome.Failed, permissions.Outcome);
        Assert.Contains("create namespaces", permissions.Detail, StringComparison.Ordinal);
        Assert.Contains("cluster-admin", permissions.Remedy, StringComparison.Ordinal);
        Assert.False(report.Passed);
    }

    [Fact]
    public async Task Check_ExpiredToken_SaysSo()
    {
        var kubeconfig = fixture.AddToSim("expired");
        fixture.Sim.Cluster("expired").Faults.Add(new Fault { Kind = FaultKind.ExpiredToken });

        var report = await CheckAsync(kubeconfig, "expired");

        Assert.Contains("expired", Find(report, "permissions").Detail, StringComparison.Ordinal);
        Assert.False(report.Passed);
    }

    [Fact]
    public async Task Check_NothingListens_FailsReachableAndSkipsTheRest()
    {
        var kubeconfig = fixture.AddToSim("gone");
        var report = await CheckAsync(With(kubeconfig, kubeconfig.Token!, new Uri("https://127.0.0.1:1")), "gone");

        Assert.Equal(CheckOutcome.Failed, Find(report, "reachable").Outcome);
        Assert.Contains("refused", Find(report, "reachable").Detail, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Passed, Find(report, "name").Outcome);
        Assert.Equal(5, report.Checks.Count(check => check.Outcome == CheckOutcome.Skipped));
    }

    [Fact]
    public async Task Check_TakenName_Fails()
    {
        await fixture.AddMemberAsync("taken");

        var report = await CheckAsync(fixture.AddToSim("taken-too"), "taken");

        Assert.Equal(CheckOutcome.Failed, Find(report, "name").Outcome);
    }

    private Task<PreflightReport> CheckAsync(ScreenedKubeconfig kubeconfig, string name) =>
        fixture.Services.GetRequiredService<Preflight>().CheckAsync(
            kubeconfig, new ClusterDescription(name, Guid.Empty, ClusterKind.Cloud, "", "", "", new Dictionary<string, string>()), Cancel);

    private static ScreenedKubeconfig With(ScreenedKubeconfig kubeconfig, string token, Uri? server = null) => new()
    {
        Context = kubeconfig.Context,
        ApiServer = server ?? kubeconfig.ApiServer,
        CertificateAuthority = kubeconfig.CertificateAuthority,
        Token = token,
    };

    private static PreflightCheck Find(PreflightReport report, string name) => report.Checks.Single(check => check.Name == name);
}

using ClusterSim.Control;
using k8s;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.IntegrationTests.Kubernetes;

public sealed class ClusterConnectionsTests(MemberFixture fixture) : IClassFixture<MemberFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_HealthyMember_ListsNodesWithPooledClient()
    {
        var id = await fixture.AddMemberAsync("healthy");

        var client = await fixture.Connections.ConnectAsync(id, Cancel);

        Assert.Equal(3, (await client.CoreV1.ListNodeAsync(cancellationToken: Cancel)).Items.Count);
        Assert.Same(client, await fixture.Connections.ConnectAsync(id, Cancel));
    }

    [Fact]
    public async Task Forget_Member_NextConnectMakesNewClient()
    {
        var id = await fixture.AddMemberAsync("forgotten");
        var first = await fixture.Connections.ConnectAsync(id, Cancel);

        fixture.Connections.Forget(id);

        Assert.NotSame(first, await fixture.Connections.ConnectAsync(id, Cancel));
    }

    [Theory]
    [InlineData(FaultKind.Reset, FaultCause.Reset, ProblemKind.Unavailable)]
    [InlineData(FaultKind.Offline, FaultCause.Reset, ProblemKind.Unavailable)]
    [InlineData(FaultKind.Hang, FaultCause.TimedOut, ProblemKind.Unavailable)]
    [InlineData(FaultKind.TooManyRequests, FaultCause.TooManyRequests, ProblemKind.Unavailable)]
    [InlineData(FaultKind.ServerError, FaultCause.ServerError, ProblemKind.Unavailable)]
    [InlineData(FaultKind.ExpiredToken, FaultCause.Unauthorized, ProblemKind.Refused)]
    public async Task Request_Fault_IsNamed(FaultKind fault, FaultCause cause, ProblemKind kind)
    {
        var name = $"fault-{fault}".ToLowerInvariant();
        var id = await fixture.AddMemberAsync(name);
        var client = await fixture.Connections.ConnectAsync(id, Cancel);
        fixture.Sim.Cluster(name).Faults.Add(new Fault { Kind = fault });

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => client.CoreV1.ListNodeAsync(cancellationToken: Cancel));

        Assert.True(cause == KubernetesFaults.Classify(exception), exception.ToString());
        var problem = KubernetesFaults.Describe(exception, name).Problem;
        Assert.Equal(kind, problem.Kind);
        Assert.Contains(name, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_SlowMember_IsAnsweredWithinDeadline()
    {
        var id = await fixture.AddMemberAsync("slow");
        fixture.Sim.Cluster("slow").Faults.Add(new Fault { Kind = FaultKind.Latency, Delay = TimeSpan.FromMilliseconds(300) });

        var client = await fixture.Connections.ConnectAsync(id, Cancel);

        Assert.NotEmpty((await client.CoreV1.ListNodeAsync(cancellationToken: Cancel)).Items);
    }

    [Fact]
    public async Task Request_MemberFailsAgainAndAgain_IsHeldBackAndOthersAreNot()
    {
        var dead = await fixture.Connections.ConnectAsync(await fixture.AddMemberAsync("dead"), Cancel);
        var alive = await fixture.Connections.ConnectAsync(await fixture.AddMemberAsync("alive"), Cancel);
        fixture.Sim.Cluster("dead").Faults.Add(new Fault { Kind = FaultKind.Reset });
        for (var failure = 0; failure < 5; failure++)
        {
            await Assert.ThrowsAsync<ProblemException>(() => dead.CoreV1.ListNodeAsync(cancellationToken: Cancel));
        }

        var exception = await Assert.ThrowsAsync<ProblemException>(() => dead.CoreV1.ListNodeAsync(cancellationToken: Cancel));

        Assert.Equal(FaultCause.HeldBack, KubernetesFaults.Classify(exception));
        Assert.Contains("again and again", exception.Problem.Why, StringComparison.Ordinal);
        Assert.NotEmpty((await alive.CoreV1.ListNodeAsync(cancellationToken: Cancel)).Items);
    }

    [Fact]
    [Trait("Attack", "21")]
    public async Task Request_CertificateOfAnotherAuthority_SaysWhoIssuedIt()
    {
        var member = fixture.AddToSim("stranger");
        using var other = System.Security.Cryptography.ECDsa.Create();
        using var authority = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=another", other, System.Security.Cryptography.HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        using var client = fixture.Connections.Connect(new ClusterAccess(member.ApiServer, authority.ExportCertificatePem(), member.Token!));

        var exception = await Assert.ThrowsAsync<ProblemException>(() => client.Version.GetCodeAsync(Cancel));

        Assert.Equal(FaultCause.Certificate, KubernetesFaults.Classify(exception));
        Assert.Contains("issued by", exception.Problem.Why, StringComparison.Ordinal);
        Assert.Contains("certificate-authority-data", exception.Problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_UnknownCluster_IsNotFound() => Assert.Equal(
        ProblemKind.NotFound,
        (await Assert.ThrowsAsync<ProblemException>(() => fixture.Connections.ConnectAsync(Guid.NewGuid(), Cancel))).Problem.Kind);
}

using System.Net;
using ClusterSim.Hosting;

namespace ClusterSim.Tests.Behaviour;

public sealed class FaultTests(SimFixture sim) : IClassFixture<SimFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TooManyRequests", HttpStatusCode.TooManyRequests, "TooManyRequests")]
    [InlineData("ServerError", HttpStatusCode.InternalServerError, "InternalError")]
    [InlineData("ExpiredToken", HttpStatusCode.Unauthorized, "Unauthorized")]
    public async Task Fault_WithACount_AnswersThatOftenAndIsOver(string kind, HttpStatusCode code, string reason)
    {
        using var cluster = sim.NewCluster();
        using var other = sim.NewCluster();
        await cluster.FaultAsync(new { kind, count = 1 });

        var struck = await cluster.GetAsync("api/v1/nodes");
        var beside = await other.GetAsync("api/v1/nodes");
        var after = await cluster.GetAsync("api/v1/nodes");

        Assert.Equal((code, reason), (struck.Code, (string?)struck.Body["reason"]));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (beside.Code, after.Code));
    }

    [Theory]
    [InlineData("Reset")]
    [InlineData("Offline")]
    public async Task Fault_OfTheConnection_GivesNoAnswer(string kind)
    {
        using var cluster = sim.NewCluster();
        await cluster.FaultAsync(new { kind });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cluster.GetAsync("api/v1/nodes"));
    }

    [Fact]
    public async Task ResetAfter_TakesEffectWithoutAnAnswer()
    {
        using var cluster = sim.NewCluster();
        await cluster.FaultAsync(new { kind = "ResetAfter", verb = "create", count = 1 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cluster.CreateConfigMapAsync("made"));
        var (code, _) = await cluster.GetAsync($"{ClusterClient.ConfigMaps}/made");
        var writes = await cluster.WritesAsync();

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Single(writes, w => w.Verb == "create");
    }

    [Fact]
    public async Task Hang_LastsUntilTheClientGoes_AndHitsItsPathOnly()
    {
        using var cluster = sim.NewCluster();
        await cluster.FaultAsync(new { kind = "Hang", pathPattern = "nodes" });
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var hanging = cluster.Http.GetAsync(new Uri("api/v1/nodes", UriKind.Relative), soon.Token);
        var (code, _) = await cluster.GetAsync("api/v1/pods");
        var answered = hanging.IsCompleted;
        await soon.CancelAsync();

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.False(answered);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task Certificate_OfOneCluster_IsStrangeThereAlone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A loopback address for each cluster needs Linux.");
        await using var host = await SimHost.StartAsync(new SimOptions { Clusters = 2, AddressPerCluster = true }, Token);
        host.Cluster("sim-0").Faults.Add(new Control.Fault { Kind = Control.FaultKind.Certificate });
        using var strange = SimClients.Http(host, "sim-0");
        using var known = SimClients.Http(host, "sim-1");

        using var answer = await known.GetAsync(new Uri("version", UriKind.Relative), Token);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => strange.GetAsync(new Uri("version", UriKind.Relative), Token));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpRequestError.SecureConnectionError, refused.HttpRequestError);
    }
}

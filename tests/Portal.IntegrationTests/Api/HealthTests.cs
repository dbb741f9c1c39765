using System.Net;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Api;

public sealed class HealthTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Healthz_Running_IsHealthy()
    {
        using var browser = fixture.Host.Browser();

        var health = await browser.GetAsync("/healthz", HttpStatusCode.OK);

        Assert.Equal("Healthy", health.Text("status"));
    }

    [Fact]
    public async Task Readyz_Running_NamesEachCheck()
    {
        using var browser = fixture.Host.Browser();

        var health = await browser.GetAsync("/readyz", HttpStatusCode.OK);

        foreach (var check in new[] { "database", "migrations", "key-ring" })
        {
            Assert.Equal("Healthy", health.GetProperty("checks").GetProperty(check).Text("status"));
        }
    }

    [Fact]
    public async Task Metrics_Running_CountRequestsDatabaseAndRuntime()
    {
        using var browser = fixture.Host.Browser();
        await browser.GetAsync("/healthz", HttpStatusCode.OK);

        var metrics = await browser.GetStringAsync("/metrics", Stop);

        Assert.Contains("http_server_request_duration_seconds", metrics);
        Assert.Contains("dotnet_", metrics);
        Assert.Contains("db_client_", metrics);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Jobs;
using Portal.Testing.Data;
using Portal.Testing.Jobs;
using Portal.Testing.Processes;

namespace Portal.IntegrationTests.Hosting;

/// <summary>What the stand-alone worker tells of itself.</summary>
public sealed class WorkerEndpointTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Endpoint_DatabaseGoesAndComes_IsAliveAllTheTimeAndReadyWhenItIsThere()
    {
        await using var server = await PostgresServer.StartAsync();
        var listen = $"127.0.0.1:{LoopbackPort.Free()}";
        using var worker = Worker(await PortalDatabases.CreateAsync(server, Stop), listen);
        await worker.StartAsync(Stop);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{listen}") };

        var ready = await AskAsync(http, "/readyz");
        var metrics = await AskAsync(http, "/metrics");
        await server.CrashAsync();
        var down = await AskAsync(http, "/readyz");
        var alive = await AskAsync(http, "/healthz");
        await server.RecoverAsync();
        var again = await AskAsync(http, "/readyz");
        await worker.StopAsync(Stop);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (ready.Code, metrics.Code, alive.Code, again.Code));
        Assert.Contains("db_client", metrics.Body, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc", metrics.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.Code);
        Assert.Contains("\"database\":{\"status\":\"Unhealthy\",\"description\":\"PostgreSQL gives no answer", down.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9464")]
    [InlineData("127.0.0.1:many")]
    [InlineData("127.0.0.1:0")]
    [InlineData("http://127.0.0.1:9464")]
    public async Task Start_ListenIsNoAddress_SaysTheKey(string listen)
    {
        using var worker = Worker("Host=/nowhere", listen);

        var problem = await Assert.ThrowsAsync<OptionsValidationException>(() => worker.StartAsync(Stop));

        Assert.Contains("Worker:Listen", Assert.Single(problem.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortIsTaken_SaysTheKey()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var database = await PortalDatabases.CreateAsync(Stop);
        await using var worker = await StandaloneWorker.StartAsync(database, new Dictionary<string, string?>
        {
            ["Secrets:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Worker:Listen"] = $"127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}",
        });

        var said = await worker.AwaitLineAsync("portal worker: ", TimeSpan.FromSeconds(60));

        Assert.StartsWith("Worker:Listen cannot be listened on: ", said, StringComparison.Ordinal);
        await PortalDatabases.DropAsync(database);
    }

    private static IHost Worker(string database, string listen) => PortalWorker.Build([], builder =>
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Portal"] = database,
            ["Secrets:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Worker:Listen"] = listen,
        });
        builder.Logging.SetMinimumLevel(LogLevel.None);
    });

    private static async Task<(HttpStatusCode Code, string Body)> AskAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Data;
using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Sources;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Prometheus;

namespace Portal.IntegrationTests.Monitoring.Engines;

/// <summary>A portal over the five clusters of the estate, which have no endpoints of their own, and a server that holds them and one more.</summary>
public sealed class EnginePortal : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private PrometheusServer? _server;

    public MetricsPortal Portal { get; } = new();

    public PrometheusServer Server => _server!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => Portal.InitializeAsync();

    internal async Task StartAsync(PrometheusEstate servers, bool withMembers = false)
    {
        await servers.StartAsync();
        await _gate.WaitAsync(Token);
        try
        {
            if (_server is not null)
            {
                return;
            }

            var foreign = QueryData.OfEngine("k8s", _ => "foreign", [0]).Select(line => line.Replace("room=\"r0\"", "room=\"foreign\"", StringComparison.Ordinal));
            _server = await PrometheusServer.StartAsync([.. QueryData.OfEngine("k8s", Value, Enumerable.Range(0, QueryData.Clusters)), .. foreign]);
            for (var i = 0; i < QueryData.Clusters; i++)
            {
                var id = await Portal.JoinAsync(QueryData.Members[i]);
                if (withMembers)
                {
                    await Portal.SetAsync(id, new(MetricsSourceKind.Url, servers.Members[i].Address.ToString()));
                }
            }

            foreach (var fleet in QueryData.Members.Select((member, i) => (Fleet: member.Labels["fleet"], Cluster: member.Name, Value: Value(i))).GroupBy(one => one.Fleet))
            {
                var request = new GlobalEngineRequest(EngineKind.Mimir, Server.Address.ToString(), Tenant: "team", ClusterLabel: "k8s")
                {
                    ClusterValues = fleet.Where(one => one.Value != one.Cluster).ToDictionary(one => one.Cluster, one => one.Value),
                };
                await Portal.Host.Services.GetRequiredService<IGlobalEngines>().SetAsync(await FleetAsync(fleet.Key), request, Estate.Operator, Token);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    internal async Task<Guid> FleetAsync(string name)
    {
        await using var db = await Portal.Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        var fleet = await db.Fleets.SingleOrDefaultAsync(one => one.Name == name, Token);
        if (fleet is null)
        {
            db.Add(fleet = Estate.Fleet(name));
            await db.SaveChangesAsync(Token);
        }

        return fleet.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _gate.Dispose();
    }

    /// <summary>The names that the engine has for three of them are its own, with letters that mean something in patterns.</summary>
    private static string Value(int cluster) => cluster < 3 ? $"eks.c{cluster + 1}(a)" : $"c{cluster + 1}";
}

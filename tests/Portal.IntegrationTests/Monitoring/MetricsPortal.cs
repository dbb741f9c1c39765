using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Secrets;
using Portal.Core.Teams;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Data;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Monitoring;

/// <summary>The whole application, over clusters whose metrics come from where a test says.</summary>
public sealed class MetricsPortal : IAsyncLifetime
{
    public const string Timeout = "00:00:04";

    private readonly PortalDatabaseFixture _database = new();

    public PortalHost Host { get; private set; } = null!;

    /// <summary>A script of somebody who may only look.</summary>
    public HttpClient Viewer { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        Host = await PortalHost.StartAsync(_database.ConnectionString, new Dictionary<string, string?>
        {
            ["Egress:AllowLoopback"] = "true",
            ["Worker:Inside"] = "false",
            ["Monitoring:MemberTimeout"] = Timeout,
            ["Monitoring:HedgeAfter"] = "00:00:01",
            ["Monitoring:MaxSeriesPerCluster"] = "5000",
        });
        Viewer = await Host.ScriptAsync(PortalRole.Viewer);
    }

    /// <summary>A joined cluster with the labels of a member.</summary>
    internal async Task<Guid> JoinAsync(QueryMember member)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Token);
        var name = member.LabelOrEmpty(PortalLabels.Fleet);
        var fleet = await db.Fleets.SingleOrDefaultAsync(one => one.Name == name, Token);
        if (fleet is null)
        {
            db.Add(fleet = Estate.Fleet(name));
        }

        var cluster = new Cluster
        {
            Name = member.Name,
            FleetId = fleet.Id,
            Provider = member.LabelOrEmpty(PortalLabels.Provider),
            Region = member.LabelOrEmpty(PortalLabels.Region),
            State = ClusterState.Healthy,
            JoinedAt = DateTimeOffset.UtcNow,
            CreatedAt = DateTimeOffset.UtcNow,
            CreatedBy = "test",
        };
        db.Add(cluster);
        await db.SaveChangesAsync(Token);
        return cluster.Id;
    }

    /// <summary>A team that owns the fleet from now on.</summary>
    internal async Task<Guid> GiveAwayAsync(string fleet)
    {
        var team = await Host.Services.GetRequiredService<ITeams>().CreateAsync(new TeamRequest(fleet, fleet, ""), Actor.Portal, Token);
        await using var db = await _database.Contexts.CreateDbContextAsync(Token);
        await db.Fleets.Where(row => row.Name == fleet).ExecuteUpdateAsync(set => set.SetProperty(row => row.TeamId, team.Id), Token);
        return team.Id;
    }

    /// <summary>As if it had left.</summary>
    internal async Task LeaveAsync(Guid clusterId)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Token);
        await db.Clusters.Where(cluster => cluster.Id == clusterId).ExecuteUpdateAsync(set => set.SetProperty(cluster => cluster.State, ClusterState.Leaving), Token);
    }

    internal Task SetAsync(Guid clusterId, MetricsSourceRequest request) =>
        Host.Services.GetRequiredService<IMetricsSources>().SetAsync(clusterId, request, Estate.Operator, Token);

    /// <summary>As if the portal had installed Prometheus there.</summary>
    internal async Task InstallAsync(Guid clusterId, string apiServer, string token)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Token);
        (await db.Clusters.SingleAsync(cluster => cluster.Id == clusterId, Token)).ApiServer = apiServer;
        var now = DateTimeOffset.UtcNow;
        db.Add(new ClusterCredential
        {
            ClusterId = clusterId,
            ProtectedToken = Host.Services.GetRequiredService<SecretProtector>().Protect(SecretProtector.ClusterToken, token),
            IssuedAt = now,
            ExpiresAt = now.AddDays(1),
            RenewAt = now.AddHours(12),
        });
        db.Add(new ComponentRelease
        {
            ClusterId = clusterId,
            Component = "prometheus",
            ReleaseName = "prometheus",
            Namespace = "monitoring",
            Version = "88.5.3",
            State = ReleaseState.Ready,
            InstalledAt = now,
        });
        await db.SaveChangesAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        Viewer.Dispose();
        await Host.DisposeAsync();
        await _database.DisposeAsync();
    }
}

using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Monitoring.MemberAlerts;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Operations;
using Portal.IntegrationTests.Api;
using Portal.Jobs.Monitoring.MemberAlerts;
using Portal.Jobs.Monitoring.Notifications;
using Portal.Jobs.Monitoring.PortalAlerts;

namespace Portal.IntegrationTests.Monitoring.PortalAlerts;

/// <summary>A portal whose rows a test changes as workers would, and the sweep over them at times that the test chooses.</summary>
public sealed class AlertingEstate : IAsyncLifetime
{
    internal MetricsPortal Portal { get; } = new();

    internal FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    internal DateTimeOffset Now => Clock.GetUtcNow();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Portal.InitializeAsync();

    public async ValueTask DisposeAsync() => await Portal.DisposeAsync();

    internal T Service<T>()
        where T : notnull => Portal.Host.Services.GetRequiredService<T>();

    internal Task<PortalDbContext> OpenAsync() => Service<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);

    internal Task<Guid> JoinAsync(string name, string fleet = "alerts") => Portal.JoinAsync(QueryMember.Of(Guid.Empty, name, fleet, null, null));

    /// <summary>One sweep of a worker that has just started.</summary>
    internal async Task SweepAsync()
    {
        var (contexts, options) = (Service<IDbContextFactory<PortalDbContext>>(), Service<IOptions<PortalAlertOptions>>());
        var reader = new PortalAlertReader(Service<NpgsqlDataSource>(), contexts, options, Service<IOptions<ComponentsOptions>>(), Clock);
        await new PortalAlertSweep(reader, contexts, new NotificationOutbox(Clock), options, Clock).RunAsync(Token);
    }

    /// <summary>One look at the clusters' Alertmanagers, of a worker that has just started.</summary>
    internal Task SweepMembersAsync() => new MemberAlertSweep(
        Service<MemberAlertReader>(), Service<IDbContextFactory<PortalDbContext>>(), new NotificationOutbox(Clock), Service<IOptions<PortalAlertOptions>>(), Clock).RunAsync(Token);

    /// <summary>Sends what is due, as a worker that has just started does.</summary>
    internal async Task SendAsync()
    {
        var (contexts, options) = (Service<IDbContextFactory<PortalDbContext>>(), Service<IOptions<NotificationOptions>>());
        var sending = new MessageSending(
            Service<NpgsqlDataSource>(), contexts, Service<ChannelSender>(), Service<MessageComposer>(), options, Clock, NullLogger<MessageSending>.Instance);
        await new NotificationSweep(new MessageGrouping(contexts, options, Clock), sending, contexts, options, Clock).RunAsync(Token);
    }

    /// <summary>Sweeps, waits until what is over has been over for long enough, and sweeps again.</summary>
    internal async Task SettleAsync()
    {
        await SweepAsync();
        Clock.Advance(TimeSpan.FromMinutes(2));
        await SweepAsync();
    }

    internal async Task SetStateAsync(Guid clusterId, ClusterState state, string reason = "")
    {
        await using var db = await OpenAsync();
        await db.Clusters.Where(cluster => cluster.Id == clusterId).ExecuteUpdateAsync(
            row => row.SetProperty(cluster => cluster.State, state).SetProperty(cluster => cluster.StateSince, Now).SetProperty(cluster => cluster.StateReason, reason), Token);
    }

    internal async Task<Guid> OperateAsync(Guid clusterId, string name, OperationState state)
    {
        await using var db = await OpenAsync();
        var operation = new Operation
        {
            Kind = OperationKinds.InstallComponent,
            TargetKey = $"cluster/{clusterId}",
            TargetName = name,
            ClusterId = clusterId,
            Component = "volcano",
            State = state,
            ActorId = Guid.Empty,
            ActorName = "test",
            CreatedAt = Now,
            EndedAt = Now,
            TimeLimit = TimeSpan.FromMinutes(1),
            ErrorWhat = "Volcano was not installed",
            ErrorWhy = "helm said no.",
        };
        db.Add(operation);
        await db.SaveChangesAsync(Token);
        return operation.Id;
    }

    /// <summary>As a script reads them.</summary>
    internal async Task<IReadOnlyList<JsonElement>> AlertsAsync(string cluster, bool ended = false)
    {
        var list = await Portal.Viewer.GetAsync($"/api/v1/portal-alerts?take=1000&ended={ended}", HttpStatusCode.OK);
        return [.. list.GetProperty("items").EnumerateArray().Where(alert => alert.GetProperty("clusterName").GetString() == cluster)];
    }

    internal async Task SqlAsync(string sql, params (string Name, object Value)[] values)
    {
        await using var command = Service<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await command.ExecuteNonQueryAsync(Token);
    }
}

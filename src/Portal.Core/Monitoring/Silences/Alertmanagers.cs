using System.Text.Json.Nodes;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Silences;

internal sealed class Alertmanagers(
    IDbContextFactory<PortalDbContext> contexts, AlertmanagerDirectory directory, SourceRequests requests, IValidator<MetricsSourceRequest> validator, SecretProtector protector,
    TimeProvider time) : IAlertmanagers
{
    public async Task<MetricsSourceView?> FindAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await EndpointStore.NameAsync(db, clusterId, cancellationToken);
        return (await SourceList.ViewsAsync<AlertmanagerSource>(db, new Dictionary<Guid, string> { [clusterId] = name }, SourceService.AlertmanagerOfInstalled, cancellationToken))
            .GetValueOrDefault(clusterId);
    }

    public async Task<MetricsSourceView> SetAsync(Guid clusterId, MetricsSourceRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageMetricsSources);
        validator.Demand(request, "The Alertmanager was not stored");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await EndpointStore.NameAsync(db, clusterId, cancellationToken);
        var blank = new AlertmanagerSource { ClusterId = clusterId, Kind = request.Kind, Address = "", UpdatedAt = time.GetUtcNow(), UpdatedBy = actor.Name };
        var write = new EndpointWrite<AlertmanagerSource>(blank, "alertmanager_sources", SecretProtector.AlertmanagerSource, "The Alertmanager was not stored", Changed(name))
        {
            Also = own => own.Kind = request.Kind,
        };
        var row = await EndpointStore.SetAsync(db, request, write, protector, cancellationToken);
        return SourceList.View(row, name);
    }

    public async Task RemoveAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageMetricsSources);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await EndpointStore.RemoveAsync<AlertmanagerSource>(
            db, clusterId, name => ProblemException.NotFound($"No Alertmanager was given for cluster {name}", "Nothing has to be done."), cancellationToken);
    }

    public async Task<MetricsSourceCheck> CheckAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await EndpointStore.NameAsync(db, clusterId, cancellationToken);
        }

        return await EndpointCheck.RunAsync(time, async () =>
        {
            var source = (await directory.ReadAsync(cancellationToken)).GetValueOrDefault(clusterId) ?? throw NoAlertmanager();
            return await requests.AskAsync(
                source, (client, token) => client.GetAsync("api/v2/status", token),
                async (answer, body, token) =>
                {
                    // Others answer anything with 200.
                    return await AlertmanagerAnswer.ReadAsync(answer, body, token) is JsonObject said && said["versionInfo"] is JsonObject
                        ? EndpointCheck.ClockOffset(answer, time)
                        : throw new MemberFaultException(MemberFaultKind.Malformed, "What answers there is no Alertmanager.");
                },
                cancellationToken);
        });
    }

    internal static MemberFaultException NoAlertmanager() => new(MemberFaultKind.NoSource, "No Alertmanager of it is known.");

    private static ProblemException Changed(string cluster) => ProblemException.Conflict(
        $"The Alertmanager of cluster {cluster} was not stored", "Somebody changed it since you read it.", "Reload, look at the change, and send yours again.");
}

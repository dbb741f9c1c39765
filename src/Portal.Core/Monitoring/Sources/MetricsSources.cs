using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Sources;

internal sealed class MetricsSources(
    IDbContextFactory<PortalDbContext> contexts, IValidator<MetricsSourceRequest> validator, SecretProtector protector, SourceDirectory directory, SourceRequests requests,
    SourceList views, TimeProvider time) : IMetricsSources
{
    public Task<Page<ClusterSource>> ListAsync(SourceQuery query, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        return views.ListAsync(query, cancellationToken);
    }

    public async Task<MetricsSourceView?> FindAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await EndpointStore.NameAsync(db, clusterId, cancellationToken);
        return (await SourceList.ViewsAsync<MetricsSource>(db, new Dictionary<Guid, string> { [clusterId] = name }, SourceService.OfInstalled, cancellationToken)).GetValueOrDefault(clusterId);
    }

    public async Task<MetricsSourceView> SetAsync(Guid clusterId, MetricsSourceRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageMetricsSources);
        validator.Demand(request, "The metrics endpoint was not stored");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await EndpointStore.NameAsync(db, clusterId, cancellationToken);
        var blank = new MetricsSource { ClusterId = clusterId, Kind = request.Kind, Address = "", UpdatedAt = time.GetUtcNow(), UpdatedBy = actor.Name };
        var write = new EndpointWrite<MetricsSource>(blank, "metrics_sources", SecretProtector.MetricsSource, "The metrics endpoint was not stored", Changed(name))
        {
            Also = own => own.Kind = request.Kind,
        };
        var row = await EndpointStore.SetAsync(db, request, write, protector, cancellationToken);
        directory.Forget();
        return SourceList.View(row, name);
    }

    public async Task RemoveAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageMetricsSources);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await EndpointStore.RemoveAsync<MetricsSource>(
            db, clusterId, name => ProblemException.NotFound($"No metrics endpoint was given for cluster {name}", "Nothing has to be done."), cancellationToken);

        directory.Forget();
    }

    public async Task<MetricsSourceCheck> CheckAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await EndpointStore.NameAsync(db, clusterId, cancellationToken);
        }

        var now = time.GetUtcNow();
        return await EndpointCheck.RunAsync(time, () => requests.AskAsync(
            clusterId,
            (client, token) => client.PostAsync("api/v1/query", [new("query", "vector(1)"), new("time", $"{now.ToUnixTimeSeconds()}")], token),
            async (answer, body, token) =>
            {
                await AnswerReader.ReadAsync(body, TimeGrid.Instant(now.ToUnixTimeSeconds() * 1000), new AnswerBudget(AnswerLimits.Default), token);
                return EndpointCheck.ClockOffset(answer, time);
            },
            cancellationToken));
    }

    private static ProblemException Changed(string cluster) => ProblemException.Conflict(
        $"The metrics endpoint of cluster {cluster} was not stored", "Somebody changed it since you read it.", "Reload, look at the change, and send yours again.");
}

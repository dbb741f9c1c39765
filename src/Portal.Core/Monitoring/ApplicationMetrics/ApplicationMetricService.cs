using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Sources;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>A metric is an application whose one object is a monitor: it goes to clusters, and leaves them, as applications do.</summary>
internal sealed class ApplicationMetricService(
    IDbContextFactory<PortalDbContext> contexts,
    ApplicationMetricQueries queries,
    ApplicationService applications,
    ApplicationRevisions revisions,
    IApplicationDelivery delivery,
    MonitorPreviews previews,
    MonitorFactsReader reader,
    MetricTargetReader targets,
    IValidator<ApplicationMetricRequest> validator,
    TimeProvider clock) : IApplicationMetrics
{
    public Task<IReadOnlyList<ApplicationMetricSummary>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        return queries.ListAsync(cancellationToken);
    }

    public Task<ApplicationMetricDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        return queries.GetAsync(id, cancellationToken);
    }

    public async Task<MonitorPlace> LookAsync(Guid clusterId, MonitorKind kind, string @namespace, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageScrapes);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var cluster = await db.Clusters.Where(one => one.Id == clusterId).Select(one => one.Name).SingleOrDefaultAsync(cancellationToken)
            ?? throw ProblemException.NotFound("This cluster does not exist");
        return await reader.LookAsync(clusterId, cluster, kind, @namespace, cancellationToken);
    }

    public Task<MonitorPreview> PreviewAsync(Guid? id, ApplicationMetricRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageScrapes);
        validator.Demand(request, "The metric cannot be shown");
        return previews.RunAsync(id, request, cancellationToken);
    }

    public async Task<ApplicationMetricStarted> CreateAsync(ApplicationMetricRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageScrapes);
        validator.Demand(request, "The metric was not created");
        var created = await applications.CreateAsync(
            new ApplicationRequest(request.Name, request.FleetId, Content(request.Name, request)), actor,
            (db, application) => db.ApplicationMetrics.Add(new ApplicationMetric
            {
                ApplicationId = application.Id,
                Settings = request.Settings,
                ClusterNames = [.. request.ClusterNames],
                Revision = 1,
                UpdatedAt = clock.GetUtcNow(),
                UpdatedBy = actor.Name,
            }),
            cancellationToken);
        try
        {
            return new ApplicationMetricStarted(created.Summary.Id, await delivery.DeliverAsync(created.Summary.Id, new DeliverRequest(), actor, cancellationToken));
        }
        catch (ProblemException)
        {
            // It is nowhere yet: the person corrects it, and begins anew under the same name.
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            await db.Applications.Where(row => row.Id == created.Summary.Id && row.State == ApplicationState.New).ExecuteDeleteAsync(CancellationToken.None);
            throw;
        }
    }

    public async Task<ApplicationMetricStarted> UpdateAsync(Guid id, ApplicationMetricRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageScrapes);
        validator.Demand(request, "The metric was not changed");
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var row = await db.ApplicationMetrics.Include(one => one.Application).SingleOrDefaultAsync(one => one.ApplicationId == id, cancellationToken)
                ?? throw ApplicationMetricQueries.Unknown();
            var application = row.Application!;
            DemandChange(application, request);
            var content = Content(application.Name, request);
            row.Settings = request.Settings;
            row.ClusterNames = [.. request.ClusterNames];
            row.Revision = application.LatestRevision + 1;
            (row.UpdatedAt, row.UpdatedBy) = (clock.GetUtcNow(), actor.Name);
            await revisions.AddAsync(db, application, content, ManifestSource.Demand(content.Source, "The metric was not changed"), null, actor, cancellationToken);
        }

        return new ApplicationMetricStarted(id, await delivery.DeliverAsync(id, new DeliverRequest(ConfirmDeletions: request.ConfirmDeletions), actor, cancellationToken));
    }

    public async Task<Guid> RemoveAsync(Guid id, string? confirm, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageScrapes);
        await queries.GetAsync(id, cancellationToken);
        return await delivery.DeleteAsync(id, confirm, actor, cancellationToken);
    }

    public async Task<MetricTargets> TargetsAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        var metric = await queries.GetAsync(id, cancellationToken);
        return await targets.ReadAsync(
            MonitorManifest.Pool(metric.Summary.Name, metric.Summary.Settings), [.. metric.Clusters.Where(cluster => cluster.DeliveredRevision is not null).Select(cluster => cluster.ClusterId)], actor,
            cancellationToken);
    }

    private static void DemandChange(Application application, ApplicationMetricRequest request)
    {
        if (application.State is ApplicationState.Delivering or ApplicationState.Deleting)
        {
            throw ProblemException.Conflict($"The metric {application.Name} is being changed", "Its operation is running.", "Wait until the operation has ended, or cancel it.");
        }

        if (request.Revision != application.LatestRevision)
        {
            throw ProblemException.Conflict($"The metric {application.Name} was changed by somebody else", "What you saw is no longer what is stored.",
                "Load it again, look at the change, and make yours on top.");
        }
    }

    private static ApplicationContent Content(string name, ApplicationMetricRequest request) => new(
        MonitorManifest.Yaml(name, request.Settings),
        request.ClusterNames.Count == 0 ? null : new PlacementPolicy { ClusterAffinity = new ClusterAffinity { ClusterNames = request.ClusterNames } });
}

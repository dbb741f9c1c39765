using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.Core.Secrets;

namespace Portal.Core.Components;

/// <summary>Turns wishes into rows and operations. The caller has authorised.</summary>
internal sealed class ComponentChanges(
    ComponentCatalog catalog,
    IValidator<InstallRequest> validator,
    IDbContextFactory<PortalDbContext> contexts,
    OperationWriter operations,
    SystemReader systems,
    SecretProtector protector,
    IOptions<ComponentsOptions> options,
    TimeProvider clock)
{
    private static readonly OperationState[] Open = [OperationState.Queued, OperationState.Running];

    /// <summary>One transaction a cluster: one that is refused does not stop the others.</summary>
    public async Task<IReadOnlyList<StartedOperation>> StartAsync(
        InstallRequest request, bool upgrade, Actor actor, CancellationToken cancellationToken)
    {
        var entry = catalog.Get(request.Component);
        validator.Demand(request, $"{entry.Title} cannot be changed");
        var version = request.Version ?? entry.LatestVersion;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var values = await ScreenAsync(db, entry, version, request, cancellationToken);
        var targets = await ReadTargetsAsync(db, entry.Name, request.ClusterIds, cancellationToken);
        var started = new List<StartedOperation>(request.ClusterIds.Count);
        foreach (var clusterId in request.ClusterIds)
        {
            var target = targets.GetValueOrDefault(clusterId);
            var refusal = ReleaseRules.ClusterRefusal(target?.Cluster) ?? (upgrade
                ? ReleaseRules.UpgradeRefusal(entry, target!.Cluster, target.Release, target.Open, version)
                : ReleaseRules.InstallRefusal(entry, target!.Cluster, target.Release, target.Open));
            started.Add(refusal is not null
                ? new StartedOperation(clusterId, null, Words(refusal))
                : await StartAsync(entry, target!, version, values, upgrade, actor, cancellationToken));
        }

        return started;
    }

    public async Task<Guid> RollBackAsync(Guid clusterId, string component, int revision, Actor actor, CancellationToken cancellationToken)
    {
        var (db, entry, target, release) = await ReadInstalledAsync(clusterId, component, cancellationToken);
        await using var _ = db;
        var goal = await db.ComponentRevisions.AsNoTracking()
            .SingleOrDefaultAsync(row => row.ReleaseId == release.Id && row.Revision == revision, cancellationToken)
            ?? throw ProblemException.NotFound($"{entry.Title} on {target.Cluster.Name} has no revision {revision}", "Pick a revision from its history.");
        if (revision == release.Revision && release.State != ReleaseState.Failed)
        {
            throw ProblemException.Conflict($"{entry.Title} on {target.Cluster.Name} is at revision {revision} already",
                "There is nothing to roll back.", "Pick an earlier revision.", "revision");
        }

        return await ChangeAsync(db, OperationKinds.RollBackComponent, entry, target, release, actor,
            new ReleaseOperation(release.Id, goal.Version, revision, release.Revision), ReleaseState.Installing, cancellationToken, row =>
            {
                row.Version = goal.Version;
                row.ProtectedValues = goal.ProtectedValues;
            });
    }

    public async Task<Guid> UninstallAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken)
    {
        var (db, entry, target, release) = await ReadInstalledAsync(clusterId, component, cancellationToken);
        await using var _ = db;
        return await ChangeAsync(db, OperationKinds.UninstallComponent, entry, target, release, actor,
            new ReleaseOperation(release.Id, release.Version, BaseRevision: release.Revision), ReleaseState.Uninstalling, cancellationToken);
    }

    /// <summary>Starts a change whose turn has come in a rollout. Throws what refuses it now: the plan may be out of date.</summary>
    internal async Task StartPlannedAsync(RolloutChange change, ReleaseChange planned, Actor actor, CancellationToken cancellationToken)
    {
        var entry = catalog.Get(change.Subject);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var target = (await ReadTargetsAsync(db, entry.Name, [change.ClusterId], cancellationToken)).GetValueOrDefault(change.ClusterId);
        if ((ReleaseRules.ClusterRefusal(target?.Cluster) ?? ReleaseRules.Refusal(change.Kind, entry, target!.Cluster, target.Release, target.Open, planned.Version))
            is { } refusal)
        {
            throw new ProblemException(refusal);
        }

        var release = target!.Release ?? NewRelease(db, entry, target.Cluster, planned.Version!, planned.System);
        var goal = planned.ToRevision is not { } revision ? null : await db.ComponentRevisions.AsNoTracking()
            .SingleOrDefaultAsync(row => row.ReleaseId == release.Id && row.Revision == revision, cancellationToken)
            ?? throw ProblemException.NotFound($"{entry.Title} on {target.Cluster.Name} has no revision {revision}", "Pick a revision from its history.");
        var version = goal?.Version ?? planned.Version ?? release.Version;
        var values = goal is not null ? goal.ProtectedValues
            : change.Kind == OperationKinds.UninstallComponent || planned.KeepValues ? release.ProtectedValues
            : change.ProtectedValues;
        await ChangeAsync(db, change.Kind, entry, target, release, actor,
            new ReleaseOperation(release.Id, version, planned.ToRevision, release.Revision),
            change.Kind == OperationKinds.UninstallComponent ? ReleaseState.Uninstalling : ReleaseState.Installing, cancellationToken,
            row =>
            {
                row.Version = version;
                row.ProtectedValues = values;
            },
            change.OperationId);
    }

    /// <summary>Against the schema on every cluster: what systems say there may be what it asks for.</summary>
    private async Task<string> ScreenAsync(
        PortalDbContext db, CatalogEntry entry, string version, InstallRequest request, CancellationToken cancellationToken)
    {
        var models = await systems.ReadAsync(
            db, system => system.Members.Any(member => request.ClusterIds.Contains(member.ClusterId)), cancellationToken);
        var outputs = await systems.ReadOutputsAsync(db, models.Select(model => model.Id), cancellationToken);
        var layers = request.ClusterIds.Select(cluster => SystemLayer.Make(models, cluster, entry.Name, version, outputs)).ToList();
        if (layers.Count == 0 || layers.Contains(null))
        {
            ReleaseValues.Screen(entry, version, request.Values);
        }

        foreach (var layer in layers.OfType<SystemLayer>())
        {
            ReleaseValues.Screen(entry, version, request.Values, layer);
        }

        return request.Values;
    }

    private ComponentRelease NewRelease(PortalDbContext db, CatalogEntry entry, Cluster cluster, string version, Guid? system = null)
    {
        var release = new ComponentRelease
        {
            ClusterId = cluster.Id,
            Component = entry.Name,
            ReleaseName = entry.ReleaseName,
            Namespace = entry.Namespace,
            Version = version,
            SystemId = system,
            InstalledAt = clock.GetUtcNow(),
        };
        db.ComponentReleases.Add(release);
        return release;
    }

    private async Task<StartedOperation> StartAsync(
        CatalogEntry entry, Target target, string version, string values, bool upgrade, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = target.Release ?? NewRelease(db, entry, target.Cluster, version);
        try
        {
            var id = await ChangeAsync(db, upgrade ? OperationKinds.UpgradeComponent : OperationKinds.InstallComponent, entry, target, release, actor,
                new ReleaseOperation(release.Id, version, BaseRevision: release.Revision), ReleaseState.Installing, cancellationToken, row =>
                {
                    row.Version = version;
                    row.ProtectedValues = values.Length == 0 ? null : protector.Protect(SecretProtector.ReleaseValues, values);
                });
            return new StartedOperation(target.Cluster.Id, id, null);
        }
        catch (ProblemException error) when (error.Problem.Kind == ProblemKind.Conflict)
        {
            return new StartedOperation(target.Cluster.Id, null, Words(error.Problem));
        }
    }

    /// <summary>Writes the release's wish and its operation at once; a change made meanwhile by somebody else wins.</summary>
    private async Task<Guid> ChangeAsync(
        PortalDbContext db, string kind, CatalogEntry entry, Target target, ComponentRelease release, Actor actor,
        ReleaseOperation parameters, ReleaseState state, CancellationToken cancellationToken,
        Action<ComponentRelease>? wish = null, Guid? operationId = null)
    {
        if (db.Entry(release).State == EntityState.Detached)
        {
            db.Attach(release);
        }

        var operation = operations.Add(db, ReleaseOperation.Plan(kind, target.Cluster, entry, parameters, options.Value, operationId), actor);
        wish?.Invoke(release);
        release.State = state;
        release.StateReason = "";
        release.StateSince = release.UpdatedAt = clock.GetUtcNow();
        release.LastOperationId = operation.Id;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return operation.Id;
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException
            || error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation })
        {
            throw ProblemException.Conflict($"{entry.Title} on {target.Cluster.Name} has just been changed by somebody else",
                "Another operation was started at the same moment.", "Look at it, and try again.");
        }
    }

    private async Task<(PortalDbContext Db, CatalogEntry Entry, Target Target, ComponentRelease Release)> ReadInstalledAsync(
        Guid clusterId, string component, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            var entry = catalog.Get(component);
            var target = (await ReadTargetsAsync(db, component, [clusterId], cancellationToken)).GetValueOrDefault(clusterId);
            var refusal = ReleaseRules.ClusterRefusal(target?.Cluster)
                ?? (target!.Release is null ? ReleaseRules.NotInstalled(entry, target.Cluster) : null)
                ?? ReleaseRules.OpenRefusal(entry, target.Cluster, target.Open);
            return refusal is null ? (db, entry, target!, target!.Release!) : throw new ProblemException(refusal);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    private static async Task<Dictionary<Guid, Target>> ReadTargetsAsync(
        PortalDbContext db, string component, IReadOnlyList<Guid> clusterIds, CancellationToken cancellationToken)
    {
        var clusters = await db.Clusters.AsNoTracking().Where(cluster => clusterIds.Contains(cluster.Id)).ToListAsync(cancellationToken);
        var releases = await db.ComponentReleases.AsNoTracking()
            .Where(release => clusterIds.Contains(release.ClusterId) && release.Component == component)
            .ToDictionaryAsync(release => release.ClusterId, cancellationToken);
        var open = await db.Operations.AsNoTracking()
            .Where(operation => operation.Component == component && Open.Contains(operation.State) && clusterIds.Contains(operation.ClusterId!.Value))
            .ToListAsync(cancellationToken);
        var openByCluster = open.ToLookup(operation => operation.ClusterId!.Value);
        return clusters.ToDictionary(cluster => cluster.Id, cluster => new Target(
            cluster, releases.GetValueOrDefault(cluster.Id), openByCluster[cluster.Id].FirstOrDefault()));
    }

    private static string Words(Problem problem) => $"{problem.What}. {problem.Why} {problem.Remedy}";

    private sealed record Target(Cluster Cluster, ComponentRelease? Release, Operation? Open);
}

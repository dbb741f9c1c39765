using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Systems;

internal sealed class SystemFollowing(
    IDbContextFactory<PortalDbContext> contexts, SystemReader reader, OperationWriter writer, ComponentChanges changes,
    SecretProtector protector, IOptions<ComponentsOptions> options, TimeProvider clock) : ISystemFollowing
{
    private static readonly OperationState[] Open = [OperationState.Queued, OperationState.Running];
    private static readonly ClusterState[] Answering = [ClusterState.Healthy, ClusterState.Degraded];

    /// <summary>How long after a run that did not end well another one is tried.</summary>
    private static readonly TimeSpan BeforeAnother = TimeSpan.FromMinutes(15);

    public async Task<IReadOnlyList<FollowedStep>> ReadDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var systems = await ReadQuietAsync(db, cancellationToken);
        var ids = systems.Select(system => system.Id).ToList();
        var (before, longBefore) = (clock.GetUtcNow() - options.Value.FollowInterval, clock.GetUtcNow() - BeforeAnother);
        var done = await db.SystemSteps.AsNoTracking()
            .Where(record => ids.Contains(record.SystemId) && record.DoneAt != null && (record.RunAt <= longBefore || (record.RunAt <= before && record.Problem == ""))
                && db.Clusters.Any(cluster => cluster.Id == record.ClusterId && Answering.Contains(cluster.State)))
            .OrderBy(record => record.RunAt).ToListAsync(cancellationToken);
        return [.. done.Select(record => Find(systems.First(system => system.Id == record.SystemId), record)).OfType<FollowedStep>()];
    }

    public async Task RunAgainAsync(FollowedStep step, CancellationToken cancellationToken)
    {
        await using var probe = await contexts.CreateDbContextAsync(cancellationToken);
        await probe.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            // Who changes the system writes to its row: what is asked after the lock still holds when this is written.
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM systems WHERE id = {step.System.Id} FOR UPDATE", cancellationToken);
            var cluster = await db.Clusters.AsNoTracking().SingleOrDefaultAsync(row => row.Id == step.Member.ClusterId, cancellationToken);
            if (ReleaseRules.ClusterRefusal(cluster) is null
                && await db.Systems.Where(Quiet(db)).AnyAsync(system => system.Id == step.System.Id, cancellationToken)
                && !await db.Operations.AnyAsync(operation => operation.ClusterId == step.Member.ClusterId && Open.Contains(operation.State), cancellationToken))
            {
                var parameters = new SystemOperation(step.System.Id, step.System.Catalog.Name, step.Step, Again: true);
                writer.Add(db, SystemOperation.Plan(OperationKinds.RunSystemStep, cluster!, parameters, options.Value, null), Actor.Portal);
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
        });
    }

    public async Task UpgradeAsync(int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var system in await ReadQuietAsync(db, cancellationToken))
        {
            foreach (var release in await ReadOutdatedAsync(db, system, cancellationToken))
            {
                if (most-- <= 0)
                {
                    return;
                }

                try
                {
                    await changes.StartPlannedAsync(
                        new RolloutChange
                        {
                            RolloutId = Guid.Empty,
                            Ordinal = 0,
                            ClusterId = release.ClusterId,
                            ClusterName = "",
                            Subject = release.Component,
                            Kind = OperationKinds.UpgradeComponent,
                            Stage = RolloutStage.Main,
                            OperationId = Guid.CreateVersion7(),
                        },
                        new ReleaseChange(release.Version, KeepValues: true, System: system.Id), Actor.Portal, cancellationToken);
                }
                catch (ProblemException)
                {
                    // Somebody changes it now, or the cluster leaves: the next look sees what came of it.
                }
            }
        }
    }

    private static FollowedStep? Find(SystemModel system, SystemStepRecord record) =>
        system.Catalog.Steps.FirstOrDefault(step => step.Name == record.Step && step.Follows) is { } step
        && system.Members.FirstOrDefault(member => member.ClusterId == record.ClusterId && step.Roles.Contains(member.Role)) is { } member
            ? new FollowedStep(system, member, record.Step)
            : null;

    private async Task<List<ComponentRelease>> ReadOutdatedAsync(PortalDbContext db, SystemModel system, CancellationToken cancellationToken)
    {
        var following = system.Catalog.Steps.Where(step => step.Follows).Select(step => step.Name).ToHashSet();
        var used = system.Members.SelectMany(member => system.Parts(member.Role).Select(part => (member.ClusterId, part.Component,
            Steps: SystemOutputSet.StepsOf(system.Catalog, part).Select(step => step.Name).Where(following.Contains).ToHashSet())))
            .Where(part => part.Steps.Count > 0).ToList();
        if (used.Count == 0)
        {
            return [];
        }

        var changed = await db.SystemOutputs.AsNoTracking().Where(output => output.SystemId == system.Id && following.Contains(output.Step))
            .Select(output => new { output.Step, output.UpdatedAt }).ToListAsync(cancellationToken);
        var clusters = used.ConvertAll(part => part.ClusterId);
        var releases = await db.ComponentReleases.AsNoTracking()
            .Where(release => clusters.Contains(release.ClusterId) && release.Revision > 0 && release.ProtectedLayer != null
                && (release.State == ReleaseState.Ready || release.State == ReleaseState.Degraded) && Answering.Contains(release.Cluster!.State))
            .Select(release => new
            {
                Release = release,
                At = db.Operations.Where(operation => operation.Id == release.LastOperationId).Select(operation => (DateTimeOffset?)operation.CreatedAt).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        var outdated = new List<ComponentRelease>();
        // A change that did not succeed is not tried again for the same finding: its own operation says why.
        foreach (var release in releases.Where(row => used.Exists(part => (part.ClusterId, part.Component) == (row.Release.ClusterId, row.Release.Component)
            && changed.Exists(output => part.Steps.Contains(output.Step) && !(output.UpdatedAt <= row.At)))).Select(row => row.Release))
        {
            var layer = await reader.FindLayerAsync(release.ClusterId, release.Component, release.Version, cancellationToken);
            if (layer is { Missing.Count: 0 } && layer.Text != protector.Unprotect(SecretProtector.ReleaseValues, release.ProtectedLayer!))
            {
                outdated.Add(release);
            }
        }

        return outdated;
    }

    private async Task<IReadOnlyList<SystemModel>> ReadQuietAsync(PortalDbContext db, CancellationToken cancellationToken) =>
        await reader.ReadAsync(db, Quiet(db), cancellationToken);

    /// <summary>Systems that are ready, and that no operation on a step or rollout changes.</summary>
    private static Expression<Func<InstalledSystem, bool>> Quiet(PortalDbContext db) => system => system.State == SystemState.Ready
        && !db.Operations.Any(operation => Open.Contains(operation.State)
            && (operation.Id == system.LastOperationId
                || (operation.Kind == OperationKinds.RunSystemStep && system.Members.Any(member => member.ClusterId == operation.ClusterId))));
}

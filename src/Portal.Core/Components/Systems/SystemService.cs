using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Catalog;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Core.Components.Systems;

internal sealed class SystemService(ComponentCatalog catalog, IDbContextFactory<PortalDbContext> contexts, SystemReader reader) : ISystems
{
    private const int LatestOperations = 10;
    private const int StepOperations = 50;
    private static readonly OperationState[] Open = [OperationState.Queued, OperationState.Running];
    private static readonly string[] StepKinds = [OperationKinds.RunSystemStep, OperationKinds.UndoSystemStep];

    public async Task<IReadOnlyList<SystemOffer>> ListOffersAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db.Systems.GroupBy(system => system.System).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        return [.. catalog.Systems.Select(entry => SystemMapping.Offer(catalog, entry, counts.GetValueOrDefault(entry.Name)))];
    }

    public async Task<Page<SystemDetail>> ListAsync(int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var total = await db.Systems.CountAsync(cancellationToken);
        (skip, take) = (Math.Max(skip, 0), Math.Clamp(take, 1, ISystems.MostListed));
        var shown = await db.Systems.OrderBy(system => system.Id).Skip(skip).Take(take).Select(system => system.Id).ToListAsync(cancellationToken);
        var systems = await ReadAsync(db, system => shown.Contains(system.Id), cancellationToken);
        var last = systems.Select(system => system.LastOperationId).OfType<Guid>().ToList();
        var operations = await db.Operations.AsNoTracking().Where(operation => last.Contains(operation.Id))
            .Select(OperationProjections.Summary).ToListAsync(cancellationToken);
        var next = skip + shown.Count;
        return new Page<SystemDetail>(
            [.. systems.Select(system => system with { Operations = [.. operations.Where(operation => operation.Id == system.LastOperationId)] })],
            total, shown.Count > 0 && next < total ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<SystemDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var system = (await ReadAsync(db, system => system.Id == id, cancellationToken)).SingleOrDefault()
            ?? throw ProblemException.NotFound("There is no such system", "Pick it from the list of systems.");
        return system with { Operations = await ReadOperationsAsync(db, system, cancellationToken) };
    }

    /// <summary>The rollouts that have run its steps, and steps that were run by themselves.</summary>
    private static async Task<IReadOnlyList<OperationSummary>> ReadOperationsAsync(PortalDbContext db, SystemDetail system, CancellationToken cancellationToken)
    {
        var clusters = system.Members.Select(member => (Guid?)member.ClusterId).Distinct().ToList();
        var key = system.Id.ToString();
        var steps = await db.Operations.AsNoTracking()
            .Where(operation => clusters.Contains(operation.ClusterId) && StepKinds.Contains(operation.Kind)
                && operation.Parameters!.RootElement.GetProperty("systemId").GetString() == key)
            .OrderByDescending(operation => operation.Id).Take(StepOperations).Select(operation => operation.Id).ToListAsync(cancellationToken);
        var parts = await db.RolloutChanges.AsNoTracking().Where(change => steps.Contains(change.OperationId))
            .Select(change => new { change.OperationId, change.RolloutId }).ToListAsync(cancellationToken);
        var shown = steps.Except(parts.ConvertAll(part => part.OperationId)).Concat(parts.ConvertAll(part => part.RolloutId));
        var ids = (system.LastOperationId is { } last ? shown.Append(last) : shown).Distinct().ToList();
        return await db.Operations.AsNoTracking().Where(operation => ids.Contains(operation.Id)).OrderByDescending(operation => operation.CreatedAt)
            .Take(LatestOperations).Select(OperationProjections.Summary).ToListAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<SystemDetail>> ReadAsync(
        PortalDbContext db, Expression<Func<InstalledSystem, bool>> which, CancellationToken cancellationToken)
    {
        var rows = await db.Systems.AsNoTracking().Where(which).OrderBy(system => system.Id)
            .Include(system => system.Members).ThenInclude(member => member.Cluster!.Fleet).AsSplitQuery().ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(row => row.Id);
        var clusters = rows.SelectMany(row => row.Members).Select(member => member.ClusterId).Distinct().ToList();
        var steps = await db.SystemSteps.AsNoTracking().Where(record => ids.Contains(record.SystemId)).ToListAsync(cancellationToken);
        var outputs = await db.SystemOutputs.AsNoTracking().Where(output => ids.Contains(output.SystemId))
            .Select(output => new SystemOutputRow(output.SystemId, output.ClusterId, output.Step, output.Name, output.UpdatedAt)).ToListAsync(cancellationToken);
        var releases = await db.ComponentReleases.AsNoTracking().Where(release => clusters.Contains(release.ClusterId))
            .Select(release => new SystemReleaseRow(release.ClusterId, release.Component, release.Version, release.State, release.StateReason)).ToListAsync(cancellationToken);
        var nullable = clusters.ConvertAll(cluster => (Guid?)cluster);
        var open = await db.Operations.AsNoTracking()
            .Where(operation => nullable.Contains(operation.ClusterId) && Open.Contains(operation.State) && StepKinds.Contains(operation.Kind))
            .Select(operation => new SystemOpenStep(
                operation.Id, operation.ClusterId!.Value, operation.Component ?? "", operation.Steps.OrderBy(step => step.Ordinal).Select(step => step.Message).First()))
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new SystemMapping(catalog, reader, row)
        {
            Steps = steps.FindAll(step => step.SystemId == row.Id),
            Outputs = outputs.FindAll(output => output.SystemId == row.Id),
            Releases = releases,
            Open = open,
        }.Detail())];
    }
}

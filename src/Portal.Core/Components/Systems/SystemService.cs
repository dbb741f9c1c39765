using System.Linq.Expressions;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Catalog;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Components.Systems;

internal sealed class SystemService(ComponentCatalog catalog, IDbContextFactory<PortalDbContext> contexts, SystemReader reader) : ISystems
{
    public Task<IReadOnlyList<SystemDetail>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        return ReadAsync(_ => true, cancellationToken);
    }

    public async Task<SystemDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        return (await ReadAsync(system => system.Id == id, cancellationToken)).SingleOrDefault()
            ?? throw ProblemException.NotFound("There is no such system", "Pick it from the list of systems.");
    }

    private async Task<IReadOnlyList<SystemDetail>> ReadAsync(Expression<Func<InstalledSystem, bool>> which, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Systems.AsNoTracking().Where(which).OrderBy(system => system.Id)
            .Include(system => system.Members).ThenInclude(member => member.Cluster).AsSplitQuery().ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(row => row.Id);
        var steps = (await db.SystemSteps.AsNoTracking().Where(record => ids.Contains(record.SystemId)).ToListAsync(cancellationToken))
            .ToLookup(record => record.SystemId);
        return [.. rows.Select(row => Detail(row, steps[row.Id]))];
    }

    private SystemDetail Detail(InstalledSystem row, IEnumerable<SystemStepRecord> steps)
    {
        var entry = catalog.FindSystem(row.System);
        return new SystemDetail(
            row.Id, row.System, entry?.Title ?? row.System, row.State, row.StateReason, row.StateSince, row.FleetId, row.CreatedBy, row.CreatedAt, row.LastOperationId,
            entry is null ? new JsonObject() : SystemSettings.Open(entry, SystemSettings.Merge(entry, reader.Settings(row))),
            row.Options,
            [
                .. row.Members.OrderBy(member => member.Cluster!.Name, StringComparer.Ordinal).ThenBy(member => member.Role, StringComparer.Ordinal).Select(member =>
                    new SystemMemberView(member.ClusterId, member.Cluster!.Name, member.Role, member.Network.Length > 0 ? member.Network : member.Cluster.Name, member.State)),
            ],
            [
                .. steps.OrderBy(record => record.Step, StringComparer.Ordinal).ThenBy(record => record.ClusterId).Select(record => new SystemStepView(
                    record.ClusterId, record.Step, entry?.Steps.FirstOrDefault(step => step.Name == record.Step)?.Title ?? record.Step, record.DoneAt, record.RunAt, record.Problem)),
            ]);
    }
}

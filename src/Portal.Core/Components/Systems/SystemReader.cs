using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Catalog;
using Portal.Core.Data;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Systems;

/// <summary>Reads installed systems from their rows, with what is secret in them.</summary>
public sealed class SystemReader(ComponentCatalog catalog, IDbContextFactory<PortalDbContext> contexts, SecretProtector protector)
{
    /// <summary>The eldest first. One whose file is no longer in the catalogue is left out.</summary>
    public async Task<IReadOnlyList<SystemModel>> ReadAsync(
        PortalDbContext db, Expression<Func<InstalledSystem, bool>> which, CancellationToken cancellationToken)
    {
        var rows = await db.Systems.AsNoTracking().Where(which).OrderBy(system => system.Id)
            .Include(system => system.Members).ThenInclude(member => member.Cluster!.Fleet).AsSplitQuery().ToListAsync(cancellationToken);
        return [.. rows.Where(row => catalog.FindSystem(row.System) is not null).Select(Model)];
    }

    /// <summary>The outputs of these systems' steps.</summary>
    public async Task<SystemOutputSet> ReadOutputsAsync(PortalDbContext db, IEnumerable<Guid> systems, CancellationToken cancellationToken)
    {
        var ids = systems.ToList();
        var rows = ids.Count == 0 ? [] : await db.SystemOutputs.AsNoTracking().Where(output => ids.Contains(output.SystemId)).ToListAsync(cancellationToken);
        return new SystemOutputSet(rows.ToDictionary(
            row => (row.SystemId, row.ClusterId, row.Step, row.Name), row => protector.Unprotect(SecretProtector.SystemOutputs, row.ProtectedText)));
    }

    /// <summary>What systems say of a component's values on a cluster; null where it is a part of none.</summary>
    public async Task<SystemLayer?> FindLayerAsync(Guid clusterId, string component, string version, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var systems = await ReadAsync(db, system => system.Members.Any(member => member.ClusterId == clusterId), cancellationToken);
        return systems.Count == 0
            ? null
            : SystemLayer.Make(systems, clusterId, component, version, await ReadOutputsAsync(db, systems.Select(system => system.Id), cancellationToken));
    }

    /// <summary>What was given for the whole system, as JSON, or null.</summary>
    internal string? Settings(InstalledSystem row) =>
        row.ProtectedSettings is { } cipher ? protector.Unprotect(SecretProtector.SystemSettings, cipher) : null;

    private SystemModel Model(InstalledSystem row)
    {
        var entry = catalog.GetSystem(row.System);
        var members = row.Members.ToLookup(member => member.State == SystemMemberState.Leaving, Member);
        return new SystemModel(row.Id, entry, Sort(members[false]), SystemSettings.Merge(entry, Settings(row)), row.Options.ToHashSet())
        {
            Leaving = Sort(members[true]),
        };
    }

    internal static IReadOnlyList<SystemMember> Sort(IEnumerable<SystemMember> members) =>
        [.. members.OrderBy(member => member.ClusterName, StringComparer.Ordinal).ThenBy(member => member.Role, StringComparer.Ordinal)];

    private static SystemMember Member(InstalledSystemMember row) => new(
        row.ClusterId, row.Cluster!.Name, row.Cluster.Fleet?.Name ?? "", row.Role, row.Network.Length > 0 ? row.Network : row.Cluster.Name);
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Systems;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Core.Components.Profiles;

/// <summary>Whether a plan with a profile's systems may be made or applied now: clusters join and leave one beside the other.</summary>
public static class ProfileHolds
{
    private static readonly OperationState[] Open = [OperationState.Queued, OperationState.Running];

    /// <summary>Whether a system of a plan is being changed, or another than the plan knows by now.</summary>
    /// <param name="cluster">The one that the plan is about: only it may come or go.</param>
    public static async Task<PlanHold> HoldAsync(PortalDbContext db, PlanRequest request, Guid cluster, CancellationToken cancellationToken)
    {
        var wishes = (request.Systems ?? []).ToDictionary(wish => wish.Id!.Value);
        var ids = wishes.Keys.ToList();
        var rows = await db.Systems.AsNoTracking().Include(system => system.Members).Where(system => ids.Contains(system.Id)).ToListAsync(cancellationToken);
        if (rows.Exists(row => HasOthers(row, wishes[row.Id], cluster)) || await IsThereAsync(db, [.. wishes.Values.Where(wish => wish.Kind == SystemWishKind.Install)], cancellationToken))
        {
            return PlanHold.Stale;
        }

        return await AnyBusyAsync(db, [.. rows.Select(row => row.LastOperationId).OfType<Guid>()], cancellationToken) ? PlanHold.Busy : PlanHold.None;
    }

    /// <summary>True while one of the fleet's systems of the profile is being changed: no plan can be made with it.</summary>
    public static async Task<bool> IsBusyAsync(PortalDbContext db, Guid fleetId, ProfileContent profile, CancellationToken cancellationToken)
    {
        var names = profile.Spanning.Select(system => system.System).ToList();
        return names.Count > 0 && await AnyBusyAsync(
            db,
            await db.Systems.Where(system => system.FleetId == fleetId && names.Contains(system.System) && system.LastOperationId != null)
                .Select(system => system.LastOperationId!.Value).ToListAsync(cancellationToken),
            cancellationToken);
    }

    private static bool HasOthers(InstalledSystem row, PlanSystem wish, Guid cluster)
    {
        var others = row.Members.Where(member => member.State != SystemMemberState.Leaving).Select(member => member.ClusterId).Where(id => id != cluster).ToHashSet();
        return wish.Kind == SystemWishKind.Change && !others.SetEquals((wish.Members ?? []).Select(member => member.ClusterId).Where(id => id != cluster));
    }

    /// <summary>Another cluster's plan has installed what these would install.</summary>
    private static async Task<bool> IsThereAsync(PortalDbContext db, List<PlanSystem> installs, CancellationToken cancellationToken)
    {
        foreach (var wish in installs)
        {
            var clusters = (wish.Members ?? []).Select(member => member.ClusterId).ToList();
            if (await db.Systems.AnyAsync(
                system => system.System == wish.System && system.Id != wish.Id && system.Members.Any(member => clusters.Contains(member.ClusterId)), cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static Task<bool> AnyBusyAsync(PortalDbContext db, List<Guid> operations, CancellationToken cancellationToken) =>
        db.Operations.AnyAsync(operation => operations.Contains(operation.Id) && Open.Contains(operation.State), cancellationToken);
}

/// <summary>What stands against applying a plan with systems.</summary>
public enum PlanHold
{
    None,

    /// <summary>A system is being changed: wait.</summary>
    Busy,

    /// <summary>A system has other clusters by now: make a new plan.</summary>
    Stale,
}

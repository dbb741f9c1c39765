using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Systems;

/// <summary>Writes what a plan wants of systems into their rows, when the plan is applied and again when its rollout is retried.</summary>
internal sealed class SystemApplication(ComponentCatalog catalog, SystemReader reader, SecretProtector protector, TimeProvider clock)
{
    private static readonly OperationState[] Open = [OperationState.Queued, OperationState.Running];

    /// <summary>Changes tracked rows; the caller saves. Throws Conflict when something of it has changed since the plan was made.</summary>
    public async Task WriteAsync(PortalDbContext db, StoredPlan plan, CancellationToken cancellationToken)
    {
        var request = PlanValues.Read(plan, protector).Request;
        foreach (var planned in plan.Result?.Systems ?? [])
        {
            var wish = (request.Systems ?? []).First(system => system.Id == planned.Id);
            var entry = catalog.GetSystem(wish.System);
            var row = await db.Systems.Include(system => system.Members).SingleOrDefaultAsync(system => system.Id == planned.Id, cancellationToken);
            if (row is null && wish.Kind != SystemWishKind.Install)
            {
                throw ProblemException.Conflict($"{entry.Title} cannot be changed", "It has been removed since the plan was made.", "Make a new plan.");
            }

            await DemandFreeAsync(db, entry, planned, plan.Id, row, cancellationToken);
            if (row is null)
            {
                row = new InstalledSystem { Id = planned.Id, System = wish.System, CreatedAt = clock.GetUtcNow(), CreatedBy = plan.ActorName };
                db.Systems.Add(row);
            }

            Write(db, row, wish, planned, entry, plan.Id);
            await SetFleetAsync(db, row, cancellationToken);
        }
    }

    /// <summary>Throws Conflict when a rollout changes the system now.</summary>
    internal static async Task DemandIdleAsync(PortalDbContext db, CatalogSystem entry, InstalledSystem row, Guid? but, CancellationToken cancellationToken)
    {
        if (row.LastOperationId is { } last && last != but
            && await db.Operations.AsNoTracking().SingleOrDefaultAsync(operation => operation.Id == last && Open.Contains(operation.State), cancellationToken) is { } running)
        {
            throw ProblemException.Conflict($"{entry.Title} is being changed",
                $"{running.ActorName} started {running.TargetName} at {running.CreatedAt:u}, and it is running.", "Wait until it has ended, or cancel it.");
        }
    }

    /// <summary>Throws Conflict when a cluster is in another system of the same kind.</summary>
    internal static async Task DemandAloneAsync(
        PortalDbContext db, CatalogSystem entry, Guid system, IReadOnlyCollection<Guid> clusters, CancellationToken cancellationToken)
    {
        var taken = await db.SystemMembers.AsNoTracking().Where(member => clusters.Contains(member.ClusterId) && member.SystemId != system)
            .Join(db.Systems.Where(other => other.System == entry.Name), member => member.SystemId, other => other.Id, (member, _) => member.Cluster!.Name)
            .OrderBy(name => name).FirstOrDefaultAsync(cancellationToken);
        if (taken is not null)
        {
            throw ProblemException.Conflict($"{entry.Title} cannot be put on {taken}", "The cluster is in another one of the same kind.",
                "Take it out of that one first, or pick another cluster.", "members");
        }
    }

    private static async Task DemandFreeAsync(
        PortalDbContext db, CatalogSystem entry, PlannedSystem planned, Guid plan, InstalledSystem? row, CancellationToken cancellationToken)
    {
        if (row is not null)
        {
            await DemandIdleAsync(db, entry, row, plan, cancellationToken);
        }

        await DemandAloneAsync(db, entry, planned.Id, [.. planned.Members.Select(member => member.ClusterId)], cancellationToken);
    }

    private void Write(PortalDbContext db, InstalledSystem row, PlanSystem wish, PlannedSystem planned, CatalogSystem entry, Guid plan)
    {
        if (row.LastOperationId != plan || row.ProtectedBefore is null)
        {
            row.ProtectedBefore = protector.Protect(SecretProtector.SystemSettings, JsonSerializer.Serialize(
                new SystemBefore(reader.Settings(row), row.Options, row.Members.ToDictionary(member => member.Id, member => member.Network))));
        }

        if (wish.Settings is { } settings)
        {
            row.ProtectedSettings = protector.Protect(SecretProtector.SystemSettings, settings);
        }

        if (wish.Parts is { } parts)
        {
            var optional = entry.Roles.SelectMany(role => role.Parts).Where(part => part.Optional).Select(part => part.Component).ToHashSet();
            row.Options = [.. parts.Select(part => part.Component).Where(optional.Contains).Distinct()];
        }

        foreach (var member in planned.Members)
        {
            if (row.Members.Find(known => (known.ClusterId, known.Role) == (member.ClusterId, member.Role)) is not { } known)
            {
                db.SystemMembers.Add(new InstalledSystemMember
                {
                    SystemId = row.Id,
                    ClusterId = member.ClusterId,
                    Role = member.Role,
                    Network = member.Network ?? "",
                    State = SystemMemberState.Joining,
                });
            }
            else
            {
                known.Network = wish.Members is null ? known.Network : member.Network ?? "";
                known.State = known.State == SystemMemberState.Leaving ? SystemMemberState.Active : known.State;
            }
        }

        foreach (var member in row.Members)
        {
            // What the plan can do nothing about stays, whatever an earlier change wanted.
            member.State = planned.Leaving.Any(gone => (gone.ClusterId, gone.Role) == (member.ClusterId, member.Role)) ? SystemMemberState.Leaving
                : member.State == SystemMemberState.Leaving ? SystemMemberState.Active : member.State;
        }

        row.State = wish.Kind switch
        {
            SystemWishKind.Install => SystemState.Installing,
            SystemWishKind.Uninstall => SystemState.Uninstalling,
            _ => SystemState.Changing,
        };
        row.StateReason = "";
        row.StateSince = clock.GetUtcNow();
        row.LastOperationId = plan;
    }

    private static async Task SetFleetAsync(PortalDbContext db, InstalledSystem row, CancellationToken cancellationToken)
    {
        // Those that leave may be of another fleet already.
        var clusters = row.Members.Where(member => member.State != SystemMemberState.Leaving).Select(member => member.ClusterId).ToList();
        if (clusters.Count == 0)
        {
            return;
        }

        var fleets = await db.Clusters.Where(cluster => clusters.Contains(cluster.Id)).Select(cluster => cluster.FleetId).Distinct().ToListAsync(cancellationToken);
        row.FleetId = fleets.Count == 1 ? fleets[0] : null;
    }
}

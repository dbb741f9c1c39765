using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Data;

namespace Portal.Core.Components.Planning;

/// <summary>Turns the systems of a request into what they shall be: what is not said stays as it is installed.</summary>
public sealed class PlannedSystems(ComponentCatalog catalog, SystemReader systems)
{
    /// <summary>A system that is gone meanwhile is left out.</summary>
    /// <param name="request">With values and settings.</param>
    internal async Task<IReadOnlyList<SystemWish>> ReadAsync(PortalDbContext db, PlanRequest request, CancellationToken cancellationToken)
    {
        var wishes = request.Systems ?? [];
        if (wishes.Count == 0)
        {
            return [];
        }

        var ids = wishes.Select(wish => wish.Id!.Value).ToList();
        var installed = (await systems.ReadAsync(db, system => ids.Contains(system.Id), cancellationToken)).ToDictionary(system => system.Id);
        var clusters = wishes.SelectMany(wish => wish.Members ?? []).Select(member => member.ClusterId).ToHashSet();
        var names = await db.Clusters.AsNoTracking().Where(cluster => clusters.Contains(cluster.Id))
            .Select(cluster => new { cluster.Id, cluster.Name, Fleet = cluster.Fleet!.Name }).ToDictionaryAsync(cluster => cluster.Id, cancellationToken);
        return [.. wishes.Select(wish => Make(wish, installed.GetValueOrDefault(wish.Id!.Value), Members(wish))).OfType<SystemWish>()];

        IReadOnlyList<SystemMember>? Members(PlanSystem wish) => wish.Members is null ? null : SystemReader.Sort(
            from member in wish.Members
            where names.ContainsKey(member.ClusterId)
            let cluster = names[member.ClusterId]
            select new SystemMember(cluster.Id, cluster.Name, cluster.Fleet, member.Role, string.IsNullOrEmpty(member.Network) ? cluster.Name : member.Network));
    }

    private SystemWish? Make(PlanSystem wish, SystemModel? installed, IReadOnlyList<SystemMember>? members)
    {
        if ((installed is null && wish.Kind != SystemWishKind.Install) || catalog.FindSystem(wish.System) is not { } entry)
        {
            return null;
        }

        // A plan that was applied is read again when its rollout is retried: then an install is there already.
        var before = installed is null ? [] : installed.Members.Concat(installed.Leaving).ToList();
        var after = wish.Kind == SystemWishKind.Uninstall ? [] : members ?? installed!.Members;
        var settings = wish.Settings is { } given ? SystemSettings.Merge(entry, given) : installed?.Settings ?? SystemSettings.Merge(entry, null);
        var optional = entry.Roles.SelectMany(role => role.Parts).Where(part => part.Optional).Select(part => part.Component).ToHashSet();
        var options = wish.Parts is { } parts ? parts.Select(part => part.Component).Where(optional.Contains).ToHashSet() : installed?.Options ?? new HashSet<string>();
        return new SystemWish(wish.Kind, new SystemModel(wish.Id!.Value, entry, after, settings, options))
        {
            Leaving = [.. before.Where(member => !after.Any(other => (other.ClusterId, other.Role) == (member.ClusterId, member.Role)))],
            Force = wish.Force,
            Installed = before.Select(member => (member.ClusterId, member.Role)).ToHashSet(),
            Versions = (wish.Parts ?? []).Where(part => part.Version is not null).GroupBy(part => part.Component).ToDictionary(group => group.Key, group => group.First().Version!),
        };
    }
}

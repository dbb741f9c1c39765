using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Systems;
using Portal.Core.Data;

namespace Portal.Core.Components.Profiles;

/// <summary>The systems of fleets' profiles: what a plan asks of them, and whether it still may. The caller has authorised.</summary>
public sealed class ProfileSystems(ComponentCatalog catalog, SystemReader reader)
{
    /// <summary>What the fleet has of the profile's systems, by their names.</summary>
    internal async Task<IReadOnlyDictionary<string, SystemModel>> ReadAsync(PortalDbContext db, Guid fleetId, ProfileContent profile, CancellationToken cancellationToken)
    {
        var names = profile.Spanning.Select(system => system.System).ToList();
        var systems = names.Count == 0 ? [] : await reader.ReadAsync(db, system => system.FleetId == fleetId && names.Contains(system.System), cancellationToken);
        return systems.DistinctBy(system => system.Catalog.Name).ToDictionary(system => system.Catalog.Name);
    }

    /// <summary>The role of each cluster of the fleet; none for one that is not in the system.</summary>
    internal static IReadOnlyDictionary<Guid, string> Roles(ProfileSystem wanted, IEnumerable<ProfiledCluster> clusters) => clusters
        .Select(cluster => (cluster.Id, wanted.Roles.FirstOrDefault(role => role.Fits(cluster.Name, cluster.Labels))?.Role))
        .Where(pair => pair.Role is not null).ToDictionary(pair => pair.Id, pair => pair.Role!);

    /// <summary>How one cluster is beside one system.</summary>
    internal static ProfileSystemView View(Guid cluster, string? role, SystemModel? system)
    {
        var there = (system?.Members ?? []).Where(member => member.ClusterId == cluster).Select(member => member.Role).ToList();
        return new ProfileSystemView(role, (role, there) switch
        {
            (null, []) => ProfileFit.InProfile,
            ({ }, []) => ProfileFit.Missing,
            ({ } wanted, [var only]) when wanted == only => ProfileFit.InProfile,
            _ => ProfileFit.Differs,
        });
    }

    /// <summary>What is planned; null when it is as it should be, or nothing can be done now.</summary>
    /// <param name="clusters">All of the fleet's.</param>
    /// <param name="only">One that has joined: nobody else's place is changed. Null for all.</param>
    internal PlanSystem? Wish(ProfileSystem wanted, IReadOnlyList<ProfiledCluster> clusters, SystemModel? system, Guid? only)
    {
        var roles = Roles(wanted, clusters);
        var entry = catalog.GetSystem(wanted.System);
        if (system is null)
        {
            // It begins when each of its roles has the clusters that it needs: they may join one after the other.
            return entry.Roles.Any(role => roles.Values.Count(name => name == role.Name) < role.Min)
                ? null
                : new PlanSystem(wanted.System, Members: Members(roles), Settings: wanted.HasSettings ? wanted.Settings : null);
        }

        var now = system.Members.Select(member => (member.ClusterId, member.Role)).ToHashSet();
        if (only is { } joined)
        {
            return !roles.TryGetValue(joined, out var role) || now.Contains((joined, role))
                ? null
                : Change(system, [.. Kept(system, joined), new PlanMember(joined, role)]);
        }

        return roles.Count == now.Count && roles.All(pair => now.Contains((pair.Key, pair.Value))) && system.Leaving.Count == 0
            ? null
            : Change(system, [.. Members(roles).Select(member => Kept(system, null).FirstOrDefault(known => (known.ClusterId, known.Role) == (member.ClusterId, member.Role)) ?? member)]);
    }

    /// <summary>Takes a cluster out of the systems that its fleet's profile has put it in.</summary>
    public async Task<IReadOnlyList<PlanSystem>> LeaveAsync(
        PortalDbContext db, Guid fleetId, ProfileContent profile, Guid cluster, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(db, fleetId, profile, cancellationToken)).Values
            .Where(system => system.Members.Any(member => member.ClusterId == cluster))
            .Select(system => Change(system, [.. Kept(system, cluster)]))];

    private static PlanSystem Change(SystemModel system, IReadOnlyList<PlanMember> members) =>
        new(system.Catalog.Name, SystemWishKind.Change, system.Id, members);

    private static IEnumerable<PlanMember> Kept(SystemModel system, Guid? but) => system.Members.Where(member => member.ClusterId != but)
        .Select(member => new PlanMember(member.ClusterId, member.Role, member.Network == member.ClusterName ? null : member.Network));

    private static IReadOnlyList<PlanMember> Members(IReadOnlyDictionary<Guid, string> roles) =>
        [.. roles.Select(pair => new PlanMember(pair.Key, pair.Value))];
}

/// <summary>A cluster of a fleet, as far as rules ask.</summary>
internal sealed record ProfiledCluster(Guid Id, string Name, IReadOnlyDictionary<string, string> Labels);

using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Profiles;

/// <summary>Fleets and their profiles. The caller has authorised.</summary>
public sealed class FleetProfiles(
    ComponentCatalog catalog, ProfileStore store, ProfileSystems systems, IComponentPlans plans, IDbContextFactory<PortalDbContext> contexts, SecretProtector protector, TimeProvider clock)
{
    public async Task<FleetProfileDetail> GetAsync(Guid fleetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var chosen = await db.FleetProfiles.AsNoTracking().SingleOrDefaultAsync(row => row.FleetId == fleetId, cancellationToken);
        if (chosen is null)
        {
            return new FleetProfileDetail(null, false, []);
        }

        var (profile, _) = await store.GetAsync(chosen.Profile, cancellationToken);
        var members = await db.ProfileMembers.AsNoTracking().Where(row => row.FleetId == fleetId).ToDictionaryAsync(row => row.ClusterId, cancellationToken);
        var clusters = await ReadAsync(db, profile, fleetId, cancellationToken);
        var there = await systems.ReadAsync(db, fleetId, profile, cancellationToken);
        var roles = profile.Spanning.ToDictionary(wanted => wanted.System, wanted => ProfileSystems.Roles(wanted, clusters.Select(cluster => cluster.Cluster)));
        return new FleetProfileDetail(chosen.Profile, chosen.CleanUp, [.. clusters.Select(cluster => View(cluster, members.GetValueOrDefault(cluster.Id)) with
        {
            Systems = roles.ToDictionary(
                wanted => wanted.Key,
                wanted => ProfileSystems.View(cluster.Id, wanted.Value.GetValueOrDefault(cluster.Id), there.GetValueOrDefault(wanted.Key))),
        })]);
    }

    public async Task AssignAsync(Guid fleetId, string profile, bool cleanUp, Actor actor, CancellationToken cancellationToken)
    {
        await store.GetAsync(profile, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Fleets.AnyAsync(fleet => fleet.Id == fleetId, cancellationToken))
        {
            throw ProblemException.NotFound("There is no such fleet");
        }

        var now = clock.GetUtcNow();
        var row = await db.FleetProfiles.SingleOrDefaultAsync(one => one.FleetId == fleetId, cancellationToken);
        if (row is null)
        {
            db.FleetProfiles.Add(new FleetProfile { FleetId = fleetId, Profile = profile, CleanUp = cleanUp, At = now, By = actor.Name });
        }
        else
        {
            (row.Profile, row.CleanUp, row.At, row.By) = (profile, cleanUp, now, actor.Name);
        }

        // Those that are there are planned for by a person, who sees first what it does.
        var here = await db.Clusters.Where(cluster => cluster.FleetId == fleetId && cluster.JoinedAt != null).Select(cluster => cluster.Id).ToListAsync(cancellationToken);
        var known = await db.ProfileMembers.Where(member => here.Contains(member.ClusterId)).ToListAsync(cancellationToken);
        known.ForEach(member => member.CleanUp = cleanUp);
        db.ProfileMembers.AddRange(here.Except(known.Select(member => member.ClusterId)).Select(cluster =>
            new ProfileMember { ClusterId = cluster, FleetId = fleetId, Profile = profile, CleanUp = cleanUp, Stage = ProfileStage.Known, At = now }));
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task UnassignAsync(Guid fleetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProfileMembers.Where(member => member.FleetId == fleetId).ExecuteDeleteAsync(cancellationToken);
        await db.FleetProfiles.Where(row => row.FleetId == fleetId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Makes a plan for the fleet's clusters; null when every one is as the profile says.</summary>
    /// <param name="only">One cluster; null for all.</param>
    /// <param name="otherwise">The profile where the fleet has none; null for none.</param>
    public async Task<Guid?> PlanAsync(Guid fleetId, Guid? only, Actor actor, CancellationToken cancellationToken, string? otherwise = null)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var chosen = await db.FleetProfiles.AsNoTracking().Where(row => row.FleetId == fleetId).Select(row => row.Profile).SingleOrDefaultAsync(cancellationToken)
            ?? otherwise ?? throw ProblemException.Conflict("There is nothing to plan", "The fleet has no profile.", "Give it one first.");
        var (profile, _) = await store.GetAsync(chosen, cancellationToken);
        var all = await ReadAsync(db, profile, fleetId, cancellationToken);
        var clusters = all.Where(cluster => only is null || cluster.Id == only).ToList();
        var there = await systems.ReadAsync(db, fleetId, profile, cancellationToken);
        List<PlanSystem> spanning = [.. profile.Spanning.Select(wanted => systems.Wish(
            wanted, [.. all.Select(cluster => cluster.Cluster)], there.GetValueOrDefault(wanted.System), only)).OfType<PlanSystem>()];
        var items = clusters.SelectMany(cluster => profile.Components.Select(component => ProfileComparison.Wish(
                component, catalog.Get(component.Component), cluster.Id, cluster.Fits[component.Component], cluster.Releases.GetValueOrDefault(component.Component) is { Revision: > 0 } release ? release.Version : null)))
            .OfType<PlanItem>()
            .GroupBy(item => (item.Component, item.Kind, item.Version, item.Values))
            .Select(group => group.First() with { ClusterIds = [.. group.SelectMany(item => item.ClusterIds)] }).ToList();
        return items.Count + spanning.Count == 0
            ? null
            : (await plans.CreateAsync(new PlanRequest(items, Systems: spanning.Count == 0 ? null : spanning), actor, cancellationToken)).Id;
    }

    private async Task<List<ComparedCluster>> ReadAsync(
        PortalDbContext db, ProfileContent profile, Guid fleetId, CancellationToken cancellationToken)
    {
        var clusters = await db.Clusters.AsNoTracking()
            .Where(cluster => cluster.FleetId == fleetId && cluster.JoinedAt != null)
            .OrderBy(cluster => cluster.Name).Select(cluster => new { cluster.Id, cluster.Name, cluster.Labels }).ToListAsync(cancellationToken);
        var ids = clusters.ConvertAll(cluster => cluster.Id);
        var names = profile.Components.Select(component => component.Component).ToList();
        var releases = (await db.ComponentReleases.AsNoTracking().Where(release => ids.Contains(release.ClusterId) && names.Contains(release.Component))
            .ToListAsync(cancellationToken)).ToLookup(release => release.ClusterId);
        return clusters.ConvertAll(cluster =>
        {
            var mine = releases[cluster.Id].ToDictionary(release => release.Component);
            return new ComparedCluster(new ProfiledCluster(cluster.Id, cluster.Name, cluster.Labels), mine, profile.Components.ToDictionary(
                component => component.Component,
                component => ProfileComparison.Fit(component, mine.GetValueOrDefault(component.Component), Values(mine.GetValueOrDefault(component.Component)))));
        });
    }

    private string Values(ComponentRelease? release) =>
        release?.ProtectedValues is { } cipher ? protector.Unprotect(SecretProtector.ReleaseValues, cipher) : "";

    private static ProfileClusterView View(ComparedCluster cluster, ProfileMember? member) => new(
        cluster.Id, cluster.Name, cluster.Fits, member?.Stage, member?.Reason ?? "",
        member?.Stage is ProfileStage.Applying or ProfileStage.Done or ProfileStage.Failed or ProfileStage.Cleaning ? member.PlanId : null);

    private sealed record ComparedCluster(
        ProfiledCluster Cluster, Dictionary<string, ComponentRelease> Releases, Dictionary<string, ProfileFit> Fits)
    {
        public Guid Id => Cluster.Id;

        public string Name => Cluster.Name;
    }
}

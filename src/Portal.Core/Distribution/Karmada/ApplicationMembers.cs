using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.Distribution.Karmada;

/// <summary>Reads of what Karmada says of applications on its members.</summary>
internal static class ApplicationMembers
{
    public static async Task<IReadOnlyList<ApplicationMemberView>> ReadAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var rows = await db.ApplicationMembers.AsNoTracking().Where(row => row.ApplicationId == id).OrderBy(row => row.Member).ToListAsync(cancellationToken);
        var names = rows.ConvertAll(row => row.Member);
        var known = await db.Clusters.Where(cluster => names.Contains(cluster.Name)).ToDictionaryAsync(cluster => cluster.Name, cluster => cluster.Id, cancellationToken);
        return
        [
            .. rows.Select(row => new ApplicationMemberView(
                row.Member, known.TryGetValue(row.Member, out var cluster) ? cluster : null, row.Replicas, row.Reason, row.CheckedAt, Said(row))),
        ];
    }

    public static async Task<ILookup<Guid, ApplicationMember>> ReadAsync(PortalDbContext db, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        (await db.ApplicationMembers.AsNoTracking().Where(row => ids.Contains(row.ApplicationId)).ToListAsync(cancellationToken)).ToLookup(row => row.ApplicationId);

    /// <summary>With Karmada what is on members counts, and of templates what is amiss with them.</summary>
    public static Dictionary<ObjectHealth, int> Counts(IEnumerable<(ObjectHealth Health, int Count)> objects, IEnumerable<ApplicationMember> members)
    {
        var carried = members.SelectMany(Said).Select(item => (item.Health, Count: 1)).ToList();
        return objects.Where(one => carried.Count == 0 || one.Health != ObjectHealth.Ready).Concat(carried)
            .GroupBy(one => one.Health).ToDictionary(group => group.Key, group => group.Sum(one => one.Count));
    }

    /// <summary>What was said before it could no longer be asked is no longer known to be so.</summary>
    private static IReadOnlyList<MemberObject> Said(ApplicationMember row) =>
        row.Reason.Length == 0 ? row.Objects : [.. row.Objects.Select(item => item with { Health = ObjectHealth.Unknown })];
}

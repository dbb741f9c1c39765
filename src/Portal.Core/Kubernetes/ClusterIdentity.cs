using System.Globalization;
using Portal.Core.Access;

namespace Portal.Core.Kubernetes;

/// <summary>
/// Who a person is to the API server of a member: what the portal's <c>Impersonate-User</c> and <c>Impersonate-Group</c>
/// headers say, what the cluster's audit log shows, and what its RBAC may be bound to. All names begin with
/// <see cref="Prefix"/>, so that no account and no team of the portal can be called as something that the cluster knows
/// already (<c>system:masters</c>).
/// </summary>
/// <param name="User">For example <c>portal:ada</c>.</param>
/// <param name="Groups">The roles in the portal and in teams, for example <c>portal:role:operator</c> and <c>portal:team:shop:developer</c>; sorted.</param>
public sealed record ClusterIdentity(string User, IReadOnlyList<string> Groups)
{
    /// <summary>What all users and groups of the portal begin with.</summary>
    public const string Prefix = "portal:";

    /// <summary>The user of an account.</summary>
    public static string UserOf(string accountName) => Prefix + accountName;

    /// <summary>The group of those who hold a role in the portal.</summary>
    public static string GroupOf(PortalRole role) => $"{Prefix}role:{Word(role)}";

    /// <summary>The group of the members of a team who hold exactly this role in it.</summary>
    public static string GroupOf(string teamSlug, TeamRole role) => $"{Prefix}team:{teamSlug}:{Word(role)}";

    /// <summary>The groups of the members of a team who hold this role in it or a greater one, least first.</summary>
    public static IEnumerable<string> GroupsFrom(string teamSlug, TeamRole least) =>
        Enum.GetValues<TeamRole>().Where(role => role >= least).Select(role => GroupOf(teamSlug, role));

    /// <summary>Who <paramref name="actor"/> is, by the slugs of the own teams. A team of which no slug is known gives no group.</summary>
    public static ClusterIdentity Of(Actor actor, IReadOnlyDictionary<Guid, string> slugs) => new(
        UserOf(actor.Name),
        [
            .. actor.Roles.Select(GroupOf)
                .Concat(actor.Teams.Where(team => slugs.ContainsKey(team.Key)).Select(team => GroupOf(slugs[team.Key], team.Value)))
                .Order(StringComparer.Ordinal),
        ]);

    /// <summary>Makes the request one of this person, in place of what it says of others. It has to be of HTTP/1.1 (<see cref="ImpersonatedGroups"/>).</summary>
    public void Impersonate(HttpRequestMessage request)
    {
        foreach (var name in request.Headers.NonValidated.Select(header => header.Key).Where(name => name.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            request.Headers.Remove(name);
        }

        request.Headers.Add("Impersonate-User", User);
        if (Groups.Count > 0)
        {
            request.Headers.Add(ImpersonatedGroups.Header, ImpersonatedGroups.Join(Groups));
        }
    }

    private static string Word<T>(T role)
        where T : struct, Enum => role.ToString().ToLower(CultureInfo.InvariantCulture);
}

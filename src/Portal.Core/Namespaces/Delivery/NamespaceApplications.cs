using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Problems;

namespace Portal.Core.Namespaces.Delivery;

/// <summary>The applications that namespaces own: people change the namespace, never these.</summary>
internal static class NamespaceApplications
{
    /// <summary>Conflict that names the namespace, for an application that one owns.</summary>
    public static async Task DemandFreeAsync(PortalDbContext db, Application application, CancellationToken cancellationToken)
    {
        if (application.NamespaceId is not { } id)
        {
            return;
        }

        // Whoever owns the fleet is told, whose namespace it is too.
        var space = await db.TeamNamespaces.IgnoreQueryFilters().Where(row => row.Id == id)
            .Select(row => new { row.Name, Team = db.Teams.IgnoreQueryFilters().Where(team => team.Id == row.TeamId).Select(team => team.Name).First() })
            .SingleAsync(cancellationToken);
        throw ProblemException.Conflict(
            $"The application {application.Name} cannot be changed here",
            $"It brings the namespace {space.Name} of the team {space.Team} to its clusters, and follows what was approved for that.",
            "Change or delete the namespace instead.");
    }

    /// <summary>A new one, with no revision yet.</summary>
    public static Application Make(TeamNamespace space, string actorName, DateTimeOffset now) => new()
    {
        Name = NameOf(space),
        FleetId = space.FleetId,
        Description = $"Namespace {space.Name}",
        NamespaceId = space.Id,
        StateSince = now,
        CreatedAt = now,
        CreatedBy = actorName,
    };

    /// <summary>The application of a namespace, its row locked until the transaction ends; null before anything was approved.</summary>
    public static Task<Application?> LockAsync(PortalDbContext db, Guid namespaceId, CancellationToken cancellationToken) =>
        db.Applications.FromSql($"SELECT *, xmin FROM applications WHERE namespace_id = {namespaceId} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);

    // Unique, since names of namespaces are not; recognisable, and within 48 characters.
    private static string NameOf(TeamNamespace space) => $"ns-{space.Name[..Math.Min(space.Name.Length, 36)].TrimEnd('-')}-{space.Id.ToString("N")[^8..]}";
}

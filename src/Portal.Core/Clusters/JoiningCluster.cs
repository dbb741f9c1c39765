using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Clusters;

/// <summary>The row of a cluster whose join has begun, in whichever way.</summary>
internal static class JoiningCluster
{
    public static Cluster Create(ClusterDescription description, Actor actor, DateTimeOffset now) => new()
    {
        Name = description.Name,
        FleetId = description.FleetId,
        Kind = description.Kind,
        Provider = description.Provider,
        Region = description.Region,
        Zone = description.Zone,
        Labels = new Dictionary<string, string>(description.Labels),
        StateSince = now,
        CreatedAt = now,
        CreatedBy = actor.Name,
    };

    /// <summary>As stored: without a trailing slash.</summary>
    public static string Address(Uri apiServer) => apiServer.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>Saves, and says which name is taken or which fleet is gone.</summary>
    public static async Task SaveAsync(PortalDbContext db, Cluster cluster, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsTaken("ix_clusters_name"))
        {
            throw ProblemException.Conflict(
                $"There is already a cluster named {cluster.Name}",
                "A cluster's name is unique in the portal.",
                "Choose another name, or let the other cluster leave first.",
                "name");
        }
        catch (DbUpdateException exception) when (exception.IsReferenceViolation())
        {
            throw ProblemException.Invalid(
                $"Cluster {cluster.Name} cannot be joined", "The fleet does not exist.", "Pick a fleet from the list.", "fleetId");
        }
    }
}

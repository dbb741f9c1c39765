using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Stores endpoints that people give, whatever is reached there. The caller has authorised and validated.</summary>
internal static class EndpointStore
{
    /// <summary>The cluster's name; throws NotFound.</summary>
    public static async Task<string> NameAsync(PortalDbContext db, Guid clusterId, CancellationToken cancellationToken) =>
        await db.Clusters.Where(cluster => cluster.Id == clusterId).Select(cluster => cluster.Name).SingleOrDefaultAsync(cancellationToken)
        ?? throw ProblemException.NotFound("This cluster does not exist");

    /// <summary>The same as <see cref="StoreAsync"/>, of the cluster's row.</summary>
    public static async Task<T> SetAsync<T>(
        PortalDbContext db, IEndpointRequest request, EndpointWrite<T> write, SecretProtector protector, CancellationToken cancellationToken)
        where T : ClusterEndpoint
    {
        var row = await db.Set<T>().SingleOrDefaultAsync(source => source.ClusterId == write.Blank.ClusterId, cancellationToken);
        return await StoreAsync(db, row, request, write, protector, cancellationToken);
    }

    /// <summary>Forgets the endpoint of a cluster; throws NotFound where the cluster is none, and <paramref name="none"/> of its name where it has none.</summary>
    public static async Task RemoveAsync<T>(PortalDbContext db, Guid clusterId, Func<string, ProblemException> none, CancellationToken cancellationToken)
        where T : ClusterEndpoint
    {
        var name = await NameAsync(db, clusterId, cancellationToken);
        if (await db.Set<T>().Where(source => source.ClusterId == clusterId).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw none(name);
        }
    }

    /// <summary>The row as it is stored. Throws what <paramref name="write"/> says when somebody else was faster.</summary>
    /// <param name="row">As it was read with <paramref name="db"/>; null where there is none.</param>
    public static async Task<T> StoreAsync<T>(
        PortalDbContext db, T? row, IEndpointRequest request, EndpointWrite<T> write, SecretProtector protector, CancellationToken cancellationToken)
        where T : GivenEndpoint
    {
        if (row?.Version != request.Version)
        {
            throw write.Changed;
        }

        if (row is null)
        {
            db.Add(row = write.Blank);
        }

        row.ProtectedSecret = EndpointSecret.Of(row, request, protector, write.Purpose, write.Refused);
        (row.Address, row.Authentication, row.Username, row.CertificateAuthority) = (request.Address, request.Authentication, request.Username, request.CertificateAuthority);
        (row.UpdatedAt, row.UpdatedBy) = (write.Blank.UpdatedAt, write.Blank.UpdatedBy);
        write.Also?.Invoke(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsTaken(write.Table))
        {
            throw write.Changed;
        }

        return row;
    }
}

/// <param name="Blank">The row where there is none yet; its time and person count in any case.</param>
/// <param name="Table">In which it is unique.</param>
/// <param name="Purpose">What its secret is encrypted for.</param>
/// <param name="Refused">What is said where a secret is missing.</param>
/// <param name="Changed">What is thrown when somebody changed it meanwhile.</param>
internal sealed record EndpointWrite<T>(T Blank, string Table, string Purpose, string Refused, ProblemException Changed)
    where T : GivenEndpoint
{
    /// <summary>Writes what endpoints of this kind have besides.</summary>
    public Action<T>? Also { get; init; }
}

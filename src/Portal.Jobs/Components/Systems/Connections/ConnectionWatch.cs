using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Components.Systems.Connections;

/// <summary>Looks at the ways between the clusters of each system that connects some, and keeps what was seen.</summary>
internal sealed class ConnectionWatch(
    SystemReader systems, IDbContextFactory<PortalDbContext> contexts, IClusterConnections connections, TimeProvider clock) : IRecurringJob
{
    private const int Concurrency = 16;
    private const int MaxReason = 2000;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var system in await systems.ReadAsync(db, row => ConnectedSystems.Names.Contains(row.System), cancellationToken))
        {
            await WriteAsync(db, system.Id, await LookAsync(system, cancellationToken), cancellationToken);
        }
    }

    private async Task<IReadOnlyList<ObservedConnection>> LookAsync(SystemModel system, CancellationToken cancellationToken) =>
        system.Catalog.Name == ConnectedSystems.Submariner
            ? SubmarinerTunnels.Judge(await AskAsync<IReadOnlyList<JsonObject>>(system, SubmarinerTunnels.ReadAsync, cancellationToken))
            : MeshWays.Judge(await AskAsync(system, MeshFacts.ReadAsync, cancellationToken));

    /// <summary>Each of its clusters, with a deadline of its own.</summary>
    private async Task<IReadOnlyList<ClusterLook<T>>> AskAsync<T>(
        SystemModel system, Func<SystemCluster, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        var looks = new ConcurrentBag<ClusterLook<T>>();
        await Parallel.ForEachAsync(
            ConnectedSystems.Members(system),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (member, token) => looks.Add(new ClusterLook<T>(member, await FindAsync(system.Id, member, read, token))));
        return [.. looks.OrderBy(look => look.Member.ClusterName, StringComparer.Ordinal)];
    }

    /// <summary>Null where it does not answer.</summary>
    private async Task<T?> FindAsync<T>(
        Guid systemId, SystemMember member, Func<SystemCluster, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await read(new SystemCluster(systemId, member, await connections.ConnectAsync(member.ClusterId, either.Token)), either.Token);
        }
        catch (Exception error) when (error is ProblemException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task WriteAsync(PortalDbContext db, Guid systemId, IReadOnlyList<ObservedConnection> looks, CancellationToken cancellationToken)
    {
        var rows = await db.SystemConnections.Where(row => row.SystemId == systemId)
            .ToDictionaryAsync(row => (row.FromClusterId, row.ToClusterId), cancellationToken);
        foreach (var look in looks)
        {
            if (!rows.Remove((look.From, look.To), out var row))
            {
                row = new SystemConnection { SystemId = systemId, FromClusterId = look.From, ToClusterId = look.To };
                db.SystemConnections.Add(row);
            }

            ConnectionRules.Note(row, look.Reason.Length > MaxReason ? look with { Reason = look.Reason[..MaxReason] } : look, clock.GetUtcNow());
        }

        // Clusters that have left the system.
        db.SystemConnections.RemoveRange(rows.Values);
        await db.SaveChangesAsync(cancellationToken);
    }
}

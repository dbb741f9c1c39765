using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core.Kubernetes;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Clusters;

/// <summary>
/// Binds people in clusters whose owner is another team than the one they were bound for: that moved to another fleet, whose fleet went to another
/// team, whose team was renamed, and those that joined before this was done. A cluster that cannot be bound is tried again in ten minutes.
/// </summary>
internal sealed partial class PeopleBindingSweep(
    NpgsqlDataSource dataSource, IClusterConnections connections, PeopleBinder binder, TimeProvider clock, ILogger<PeopleBindingSweep> logger) : IRecurringJob
{
    private const int Batch = 200;
    private const int Concurrency = 16;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await ClaimAsync(cancellationToken) is { Count: > 0 } due)
        {
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
                async (cluster, token) => await BindAsync(cluster.Id, cluster.Name, token));
        }
    }

    private async Task BindAsync(Guid id, string name, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var client = await connections.ConnectAsync(id, either.Token);
            if (!await binder.BindAsync(client, id, either.Token))
            {
                LogRefused(name);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(name, exception is OperationCanceledException ? "No answer in time." : KubernetesFaults.Describe(exception, name).Problem.Why);
        }
    }

    // The claim moves the time of the next try, so that no two replicas bind in the same cluster.
    private async Task<List<(Guid Id, string Name)>> ClaimAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = dataSource.CreateCommand(
            """
            WITH due AS (
                SELECT c.id FROM clusters AS c JOIN fleets AS f ON f.id = c.fleet_id JOIN teams AS t ON t.id = f.team_id
                WHERE c.people_bound_to IS DISTINCT FROM t.slug AND c.joined_at IS NOT NULL AND c.state NOT IN ('Joining', 'Leaving', 'Unreachable')
                  AND (c.people_next_try_at IS NULL OR c.people_next_try_at <= @now)
                ORDER BY c.people_next_try_at NULLS FIRST LIMIT @count FOR UPDATE OF c SKIP LOCKED)
            UPDATE clusters AS c SET people_next_try_at = @retry FROM due WHERE c.id = due.id RETURNING c.id, c.name
            """);
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("retry", now + RetryAfter);
        command.Parameters.AddWithValue("count", Batch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<(Guid, string)> claims = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            claims.Add((reader.GetGuid(0), reader.GetString(1)));
        }

        return claims;
    }

    [LoggerMessage(LogLevel.Debug, "Cluster {Cluster} does not let the portal act as people yet")]
    private partial void LogRefused(string cluster);

    [LoggerMessage(LogLevel.Warning, "People were not bound in cluster {Cluster}: {Why}")]
    private partial void LogFailed(string cluster, string why);
}

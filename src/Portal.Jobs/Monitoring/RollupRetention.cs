using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Monitoring;

/// <summary>Drops what is older than is kept, and forgets the series of which nothing is left.</summary>
internal sealed partial class RollupRetention(RollupPartitions partitions, NpgsqlDataSource dataSource, TimeProvider time, ILogger<RollupRetention> logger) : IRecurringJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var name in await partitions.DropAsync(cancellationToken))
        {
            Dropped(logger, name);
        }

        await using var command = dataSource.CreateCommand(
            "DELETE FROM rollup_series s WHERE created_at < @before AND NOT EXISTS (SELECT 1 FROM rollup_hours h WHERE h.series_id = s.id)");
        command.Parameters.AddWithValue("before", time.GetUtcNow().AddDays(-1));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Dropped {Partition}: it is older than is kept")]
    private static partial void Dropped(ILogger logger, string partition);
}

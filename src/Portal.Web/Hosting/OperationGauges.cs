using System.Diagnostics.Metrics;
using Npgsql;
using Portal.Core.Events;

namespace Portal.Web.Hosting;

/// <summary>How many operations there are by kind and state, and how long ended ones took. Read again when an operation changes, at most each five seconds.</summary>
internal sealed partial class OperationGauges(
    NpgsqlDataSource database, EventStream events, IMeterFactory meters, TimeProvider clock, ILogger<OperationGauges> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // Of the last hour: a scrape sees a change of speed, and the query stays small.
    private const string Sql = """
        SELECT kind, state, count(*),
               coalesce(extract(epoch FROM avg(ended_at - started_at)), 0)::float8,
               coalesce(extract(epoch FROM max(ended_at - started_at)), 0)::float8
        FROM operations
        WHERE state IN ('Queued', 'Running') OR ended_at > now() - interval '1 hour'
        GROUP BY kind, state
        """;

    private IReadOnlyList<Row> _rows = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var meter = meters.Create("Portal.Operations");
        meter.CreateObservableGauge("portal.operations", () => Measure(row => row.Count), "{operation}", "Open operations, and those that ended within the hour.");
        meter.CreateObservableGauge("portal.operations.duration.mean", () => Measure(row => row.Mean), "s", "Mean duration of operations that ended within the hour.");
        meter.CreateObservableGauge("portal.operations.duration.max", () => Measure(row => row.Longest), "s", "Longest duration of operations that ended within the hour.");

        using var subscription = events.Subscribe([Topics.Operation]);
        await ReadAsync(stoppingToken);
        await foreach (var _ in subscription.ReadAsync(Pause, clock, stoppingToken))
        {
            await ReadAsync(stoppingToken);
        }
    }

    private IEnumerable<Measurement<T>> Measure<T>(Func<Row, T> value)
        where T : struct =>
        _rows.Select(row => new Measurement<T>(value(row), new("kind", row.Kind), new("state", row.State)));

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = database.CreateCommand(Sql);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<Row>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(new Row(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetDouble(3), reader.GetDouble(4)));
            }

            _rows = rows;
        }
        catch (NpgsqlException exception)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Operations were not counted; the next change tries again")]
    private partial void LogFailed(Exception exception);

    private sealed record Row(string Kind, string State, long Count, double Mean, double Longest);
}

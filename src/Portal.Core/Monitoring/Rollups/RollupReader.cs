using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Rollups;

internal sealed class RollupReader(
    NpgsqlDataSource dataSource, QueryMembers members, RollupCoverage coverages, IOptions<RollupOptions> options, IOptions<MonitoringOptions> limits, TimeProvider time) : IRollups
{
    // Of a cluster that left and joined again there are two series of one name: they never tell of the same time.
    private const string SamplesSql =
        """
        SELECT s.cluster, s.part, ceil((extract(epoch FROM m.at) * 1000 - @start) / @step)::int AS slot, avg(m.value)
        FROM rollup_series s JOIN rollup_samples m ON m.series_id = s.id
        WHERE s.query = @query AND (@cluster IS NULL OR s.cluster = @cluster) AND (@own IS NULL OR s.cluster_id = ANY (@own)) AND (s.part <> '') = @parts AND m.at > @from AND m.at <= @to
        GROUP BY 1, 2, 3
        """;

    // A row of an hour belongs to the step in which the hour ends, the hour that runs now to the last.
    private const string HoursSql =
        """
        SELECT s.cluster, s.part, least(ceil((extract(epoch FROM m.at) * 1000 + 3600000 - @start) / @step)::int, @last) AS slot,
            sum(m.average * m.samples) / sum(m.samples)
        FROM rollup_series s JOIN rollup_hours m ON m.series_id = s.id
        WHERE s.query = @query AND (@cluster IS NULL OR s.cluster = @cluster) AND (@own IS NULL OR s.cluster_id = ANY (@own)) AND (s.part <> '') = @parts
            AND m.at > @from - interval '1 hour' AND m.at < @to
        GROUP BY 1, 2, 3
        """;

    private const string SinceSql =
        """
        SELECT min(m.at) FROM rollup_series s JOIN rollup_hours m ON m.series_id = s.id
        WHERE s.query = @query AND (@cluster IS NULL OR s.cluster = @cluster) AND (@own IS NULL OR s.cluster_id = ANY (@own)) AND (s.part <> '') = @parts
        """;

    private static readonly long Hour = (long)TimeSpan.FromHours(1).TotalMilliseconds;

    public async Task<RollupAnswer> ReadAsync(RollupQuestion question, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ViewMetrics);
        var query = RollupCatalogue.Find(question.Query);
        if (query is null)
        {
            throw Invalid($"Nothing is kept under the name {question.Query}.", "Ask for a figure of the catalogue.");
        }

        if (question.ByParts && query.Parts is null)
        {
            throw Invalid($"Of {question.Query} the whole alone is kept.", "Ask without parts.");
        }

        if (question.Grid.Count < 1 || question.Grid.Count > limits.Value.MaxSteps)
        {
            throw Invalid($"{question.Grid.Count} steps are more than {limits.Value.MaxSteps}.", "Take a longer step or a shorter range.");
        }

        var oldest = (time.GetUtcNow() - options.Value.KeepSamples).ToUnixTimeMilliseconds();
        var isHourly = question.Grid.Step >= Hour || question.Grid.Start < oldest;
        if (isHourly && question.Grid.Step < Hour)
        {
            var (start, end) = (question.Grid.Start - question.Grid.Start % Hour, question.Grid.End - question.Grid.End % Hour);
            question = question with { Grid = TimeGrid.Range(start, end, Hour) };
        }

        // Who sees all sees also what is kept of clusters that are gone, which are nobody's.
        var chosen = await members.ReadAsync(QueryScope.All, actor, Permission.ViewMetrics, cancellationToken);
        var own = AccessPolicy.Allows(actor, Permission.ViewMetrics) ? null : chosen.Select(member => member.Id).ToArray();
        var series = await ReadSeriesAsync(question, query.Parts, isHourly, own, cancellationToken);
        return new RollupAnswer(question.Grid, series, await coverages.ReadAsync(question, chosen, cancellationToken), await SinceAsync(question, own, cancellationToken), isHourly);
    }

    private async Task<IReadOnlyList<Series>> ReadSeriesAsync(RollupQuestion question, string? parts, bool isHourly, Guid[]? own, CancellationToken cancellationToken)
    {
        var grid = question.Grid;
        await using var command = dataSource.CreateCommand(isHourly ? HoursSql : SamplesSql);
        Fill(command, question, own);
        command.Parameters.AddWithValue("start", (decimal)grid.Start);
        command.Parameters.AddWithValue("step", (decimal)grid.Step);
        command.Parameters.AddWithValue("from", DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, grid.Start - grid.Step)));
        command.Parameters.AddWithValue("to", DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, grid.End)));
        if (isHourly)
        {
            command.Parameters.AddWithValue("last", grid.Count - 1);
        }

        var found = new Dictionary<LabelSet, double[]>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var labels = question.ByParts
                ? LabelSet.Of((PortalLabels.Cluster, reader.GetString(0)), (parts!, reader.GetString(1)))
                : LabelSet.Of((PortalLabels.Cluster, reader.GetString(0)));
            if (!found.TryGetValue(labels, out var values))
            {
                found[labels] = values = Series.Gaps(grid.Count);
            }

            if (reader.GetInt32(2) is >= 0 and var slot && slot < values.Length)
            {
                values[slot] = reader.GetDouble(3);
            }
        }

        return [.. found.Select(pair => new Series(pair.Key, pair.Value)).OrderBy(series => series.Labels, LabelSet.Order)];
    }

    private async Task<DateTimeOffset?> SinceAsync(RollupQuestion question, Guid[]? own, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SinceSql);
        Fill(command, question, own);
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }

    private static void Fill(NpgsqlCommand command, RollupQuestion question, Guid[]? own)
    {
        command.Parameters.AddWithValue("query", question.Query);
        command.Parameters.Add(new NpgsqlParameter("cluster", NpgsqlDbType.Text) { Value = (object?)question.Cluster ?? DBNull.Value });
        command.Parameters.AddWithValue("parts", question.ByParts);
        command.Parameters.Add(new NpgsqlParameter("own", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { Value = (object?)own ?? DBNull.Value });
    }

    private static ProblemException Invalid(string why, string remedy) => ProblemException.Invalid("The question was not asked", why, remedy, "query");
}

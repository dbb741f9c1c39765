using System.Globalization;
using Microsoft.Extensions.Options;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Asks one cluster's metrics endpoint, by the HTTP API of Prometheus.</summary>
internal sealed class MemberQueries(SourceRequests requests, IOptions<MonitoringOptions> options, TimeProvider time) : IMemberQueries
{
    /// <summary>More than the way of an answer takes.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(1);

    public Task<MemberAnswer> AskAsync(QueryMember member, string query, TimeGrid grid, AnswerBudget budget, CancellationToken cancellationToken)
    {
        var fields = Fields(query, grid, options.Value.MemberTimeout);
        return requests.AskAsync(
            member.Id,
            (client, token) => client.PostAsync(Path(grid), fields, token),
            async (answer, body, token) => Timed(await AnswerReader.ReadAsync(body, grid, budget, token), answer.Headers.Date, grid),
            cancellationToken);
    }

    internal static string Path(TimeGrid grid) => grid.Count == 1 ? "api/v1/query" : "api/v1/query_range";

    internal static List<KeyValuePair<string, string>> Fields(string query, TimeGrid grid, TimeSpan timeout)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new("query", query),

            // It stops when nobody waits any more.
            new("timeout", $"{(long)timeout.TotalMilliseconds}ms"),
        };
        if (grid.Count == 1)
        {
            fields.Add(new("time", Seconds(grid.Start)));
        }
        else
        {
            fields.Add(new("start", Seconds(grid.Start)));
            fields.Add(new("end", Seconds(grid.End)));
            fields.Add(new("step", Seconds(grid.Step)));
        }

        return fields;
    }

    /// <summary>Where a clock is off, what is told of now is of another time, or is not there: a gap must not be silent.</summary>
    private MemberAnswer Timed(MemberAnswer answer, DateTimeOffset? theirs, TimeGrid grid)
    {
        var now = time.GetUtcNow();
        var offset = theirs - now ?? TimeSpan.Zero;
        return offset.Duration() > MostSkew && grid.End >= (now - offset.Duration()).ToUnixTimeMilliseconds()
            ? answer with { Warnings = [.. answer.Warnings, MemberFaults.ClockOff(offset)] }
            : answer;
    }

    internal static string Seconds(long milliseconds) => (milliseconds / 1000m).ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using Microsoft.Extensions.Options;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Asks one cluster's metrics endpoint, by the HTTP API of Prometheus.</summary>
internal sealed class MemberQueries(SourceRequests requests, IOptions<MonitoringOptions> options) : IMemberQueries
{
    public Task<MemberAnswer> AskAsync(QueryMember member, string query, TimeGrid grid, AnswerBudget budget, CancellationToken cancellationToken)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new("query", query),

            // It stops when nobody waits any more.
            new("timeout", $"{(long)options.Value.MemberTimeout.TotalMilliseconds}ms"),
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

        return requests.AskAsync(
            member.Id,
            (client, token) => client.PostAsync(grid.Count == 1 ? "api/v1/query" : "api/v1/query_range", fields, token),
            (_, body, token) => AnswerReader.ReadAsync(body, grid, budget, token),
            cancellationToken);
    }

    private static string Seconds(long milliseconds) => (milliseconds / 1000m).ToString(CultureInfo.InvariantCulture);
}

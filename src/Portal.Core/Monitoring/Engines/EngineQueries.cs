using Microsoft.Extensions.Options;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Engines;

/// <summary>Asks global engines, by the HTTP API of Prometheus that all of them have.</summary>
internal sealed class EngineQueries(SourceRequests requests, IOptions<MonitoringOptions> options)
{
    /// <summary>What a Prometheus writes of each of its targets, and an agent as well.</summary>
    internal const string Heartbeat = "up";

    /// <summary>An engine answers for many clusters: it may bring in what all of them may.</summary>
    public AnswerBudget Budget()
    {
        var limits = GlobalQueries.Limits(options.Value);
        return new AnswerBudget(limits with { MaxBytesPerMember = limits.MaxBytesPerMember * 8, MaxSeriesPerMember = limits.MaxSeries, MaxSamplesPerMember = limits.MaxSamples });
    }

    /// <exception cref="MemberFaultException">There is no whole answer; the exception says why.</exception>
    public Task<MemberAnswer> AskAsync(KnownEngine engine, string query, TimeGrid grid, AnswerBudget budget, CancellationToken cancellationToken)
    {
        var fields = MemberQueries.Fields(query, grid, options.Value.MemberTimeout);

        // A part of an engine that is away is a fault and no gap.
        fields.AddRange(engine.Kind switch
        {
            EngineKind.Thanos => [new("partial_response", "false"), new("dedup", "true")],
            EngineKind.VictoriaMetrics => [new("deny_partial_response", "1")],
            _ => (KeyValuePair<string, string>[])[],
        });
        return requests.AskAsync(
            engine.Source,
            (client, token) => client.PostAsync(MemberQueries.Path(grid), fields, token),
            (_, body, token) => AnswerReader.ReadAsync(body, grid, budget, token),
            cancellationToken);
    }

    /// <summary>Of which of these clusters it has samples at the times of a question, and of when the newest of each is.</summary>
    public async Task<EngineHoldings> HoldingsAsync(
        KnownEngine engine, EngineLabels labels, IReadOnlyCollection<QueryMember> members, TimeGrid grid, AnswerBudget budget, CancellationToken cancellationToken)
    {
        var up = labels.Within(new VectorSelector(Heartbeat, [], SelectorTime.Now), members);
        var newest = new Aggregation(AggregationOperator.Max, new FunctionCall(PromqlFunctions.Find("timestamp")!, [up]), null, new Grouping(false, [labels.Label]));
        var answer = await AskAsync(engine, newest.ToString(), grid, budget, cancellationToken);
        var held = new Dictionary<QueryMember, DateTimeOffset>();
        foreach (var series in answer.Series)
        {
            if (labels.MemberOf(series.Labels[labels.Label]) is { } member && Array.FindLast(series.Values, value => !Series.IsGap(value)) is > 0 and var seconds)
            {
                held[member] = DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
            }
        }

        return new EngineHoldings(held);
    }
}

/// <summary>The clusters that an engine holds, each with the time of its newest sample.</summary>
internal sealed record EngineHoldings(IReadOnlyDictionary<QueryMember, DateTimeOffset> Newest)
{
    private static readonly TimeSpan OfNow = TimeSpan.FromMinutes(5);

    /// <summary>How far it is behind; null for a question that is not about now.</summary>
    public (TimeSpan? Lag, string? Oldest) Behind(TimeGrid grid, DateTimeOffset now)
    {
        if (Newest.Count == 0 || now - DateTimeOffset.FromUnixTimeMilliseconds(grid.End) > OfNow)
        {
            return (null, null);
        }

        var (member, at) = Newest.MinBy(pair => pair.Value);
        return (now > at ? now - at : TimeSpan.Zero, member.Name);
    }
}

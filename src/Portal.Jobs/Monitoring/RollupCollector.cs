using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Rollups;
using Portal.Core.Monitoring.Sources;

namespace Portal.Jobs.Monitoring;

/// <summary>Asks one cluster for what is not known of it yet, and keeps the answers. What it does not tell stays a gap.</summary>
internal sealed class RollupCollector(IMemberQueries members, RollupStore store, IOptions<RollupOptions> options, TimeProvider time)
{
    private const int AtOnce = 4;
    private const long MostBytes = 64 << 20;

    public async Task CollectAsync(QueryMember cluster, CancellationToken cancellationToken)
    {
        var known = await store.ReadProgressAsync(cluster.Id, cancellationToken);
        var due = RollupCatalogue.All.Select(query => Due(query, known.GetValueOrDefault(query.Name))).OfType<Asked>().ToList();
        if (due.Count == 0)
        {
            return;
        }

        // The first tells whether anybody is there: a cluster that hangs is not waited for by all the others.
        var first = await AskAsync(cluster, due[0], cancellationToken);
        var results = new ConcurrentBag<RollupResult> { first };
        if (first.Fault is { } fault && fault != MemberFaultKind.Refused && fault != MemberFaultKind.TooLarge)
        {
            due.Skip(1).ToList().ForEach(asked => results.Add(Failed(asked, fault, first.Why)));
        }
        else
        {
            await Parallel.ForEachAsync(
                due.Skip(1), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (asked, token) => results.Add(await AskAsync(cluster, asked, token)));
        }

        await store.SaveAsync(cluster, [.. results], cancellationToken);
    }

    /// <summary>From what is known to what is due, on the grid that all clusters share.</summary>
    private Asked? Due(RollupQuery query, DateTimeOffset? collectedTo)
    {
        var step = (long)options.Value.Step.TotalMilliseconds;
        var now = time.GetUtcNow();
        var end = Floor((now - options.Value.Lag).ToUnixTimeMilliseconds());
        var oldest = Floor((now - options.Value.Backfill).ToUnixTimeMilliseconds());
        var start = Math.Max(oldest, collectedTo is { } to ? Floor(to.ToUnixTimeMilliseconds()) + step : oldest);
        return start > end ? null : new Asked(query, collectedTo, start == end ? TimeGrid.Instant(end) : TimeGrid.Range(start, end, step));

        long Floor(long at) => at - at % step;
    }

    private async Task<RollupResult> AskAsync(QueryMember cluster, Asked asked, CancellationToken cancellationToken)
    {
        try
        {
            var parts = (await AskAsync(cluster, asked, false, cancellationToken)).Take(1).Select(series => ("", series.Values)).ToList();
            var why = "";
            if (asked.Query.Parts is { } label)
            {
                try
                {
                    parts.AddRange((await AskAsync(cluster, asked, true, cancellationToken)).Where(series => series.Labels[label].Length > 0).Select(series => (series.Labels[label], series.Values)));
                }
                catch (MemberFaultException fault) when (fault.Kind is MemberFaultKind.TooLarge)
                {
                    why = fault.Why;
                }
            }

            return new RollupResult(asked.Query.Name, asked.From, DateTimeOffset.FromUnixTimeMilliseconds(asked.Grid.End), asked.Grid, parts, null, why);
        }
        catch (MemberFaultException fault)
        {
            return Failed(asked, fault.Kind, fault.Why);
        }
    }

    private async Task<IReadOnlyList<Series>> AskAsync(QueryMember cluster, Asked asked, bool byParts, CancellationToken cancellationToken)
    {
        var most = options.Value.MaxParts;
        var budget = new AnswerBudget(new AnswerLimits(MostBytes, most, (long)most * asked.Grid.Count, most, (long)most * asked.Grid.Count));
        return (await members.AskAsync(cluster, asked.Query.OfCluster(byParts), asked.Grid, budget, cancellationToken)).Series;
    }

    private static RollupResult Failed(Asked asked, MemberFaultKind fault, string why) => new(asked.Query.Name, asked.From, asked.From, asked.Grid, [], fault, why);

    private sealed record Asked(RollupQuery Query, DateTimeOffset? From, TimeGrid Grid);
}

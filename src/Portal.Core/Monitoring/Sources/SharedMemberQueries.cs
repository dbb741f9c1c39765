using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Caching.Memory;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Sources;

/// <summary>
/// Asks a cluster once what many people ask of it at the same time: a dashboard that fifty look at costs a cluster what one costs.
/// What is shared is one cluster's whole answer to one question of one time, so whoever may see fewer clusters gets fewer, and what
/// failed is asked anew. For what pages ask; a worker that asks alone has nothing to share.
/// </summary>
internal sealed class SharedMemberQueries(MemberQueries members, IMemoryCache answers) : IMemberQueries
{
    /// <summary>Questions of now that are to be shared are asked of a time that this divides.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, SharedAnswer> _asked = new(StringComparer.Ordinal);

    /// <summary>The last time that questions of now are asked of.</summary>
    public static DateTimeOffset LastBeat(DateTimeOffset now) => new(now.UtcTicks - now.UtcTicks % Beat.Ticks, TimeSpan.Zero);

    public async Task<MemberAnswer> AskAsync(QueryMember member, string query, TimeGrid grid, AnswerBudget budget, CancellationToken cancellationToken)
    {
        if (grid.Start % (long)Beat.TotalMilliseconds != 0)
        {
            return await members.AskAsync(member, query, grid, budget, cancellationToken);
        }

        var key = string.Create(CultureInfo.InvariantCulture, $"{member.Id:N} {grid.Start} {grid.Step} {grid.Count} {budget.Limits.MaxSeriesPerMember} {query}");
        if (!answers.TryGetValue(key, out MemberAnswer? answer))
        {
            answer = await JoinAsync(key, token => members.AskAsync(member, query, grid, new AnswerBudget(budget.Limits), token), cancellationToken);
            answers.Set(key, answer, 2 * Beat);
        }

        budget.Spend(answer!.Series.Count, (long)answer.Series.Count * grid.Count);
        return answer;
    }

    private async Task<MemberAnswer> JoinAsync(string key, Func<CancellationToken, Task<MemberAnswer>> ask, CancellationToken cancellationToken)
    {
        SharedAnswer shared;
        Task<MemberAnswer>? answer;
        do
        {
            shared = _asked.GetOrAdd(key, _ => new SharedAnswer());
            answer = shared.Join(ask);
        }
        while (answer is null);
        try
        {
            return await answer.WaitAsync(cancellationToken);
        }
        finally
        {
            if (shared.Leave())
            {
                _asked.TryRemove(KeyValuePair.Create(key, shared));
                shared.Dispose();
            }
        }
    }
}

using System.Globalization;
using Microsoft.Extensions.Caching.Hybrid;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Sources;

/// <summary>
/// Asks a cluster once what many people ask of it at the same time: a dashboard that fifty look at costs a cluster what one costs.
/// What is shared is one cluster's whole answer to one question of one time, so whoever may see fewer clusters gets fewer, and what
/// failed is asked anew.
/// </summary>
internal sealed class SharedMemberQueries(MemberQueries members, HybridCache answers) : IMemberQueries
{
    /// <summary>Questions of now that are to be shared are asked of a time that this divides.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    /// <summary>Longer keys are not kept.</summary>
    private const int MaxKey = 1024;

    private static readonly HybridCacheEntryOptions Briefly = new() { Expiration = 2 * Beat, LocalCacheExpiration = 2 * Beat, Flags = HybridCacheEntryFlags.DisableDistributedCache };

    /// <summary>The last time that questions of now are asked of.</summary>
    public static DateTimeOffset LastBeat(DateTimeOffset now) => new(now.UtcTicks - now.UtcTicks % Beat.Ticks, TimeSpan.Zero);

    public async Task<MemberAnswer> AskAsync(QueryMember member, string query, TimeGrid grid, AnswerBudget budget, CancellationToken cancellationToken)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{member.Id:N} {grid.Start} {grid.Step} {grid.Count} {budget.Limits.MaxSeriesPerMember} {query}");
        if (grid.Start % (long)Beat.TotalMilliseconds != 0 || key.Length > MaxKey)
        {
            return await members.AskAsync(member, query, grid, budget, cancellationToken);
        }

        var answer = await answers.GetOrCreateAsync(
            key,
            (members, member, query, grid, budget.Limits),
            static async (asked, token) => await asked.members.AskAsync(asked.member, asked.query, asked.grid, new AnswerBudget(asked.Limits), token),
            Briefly,
            cancellationToken: cancellationToken);
        budget.Spend(answer.Series.Count, (long)answer.Series.Count * grid.Count);
        return answer;
    }
}

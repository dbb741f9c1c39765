using Microsoft.Extensions.Options;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Queries;

/// <summary>Asks many clusters for a list each, at once.</summary>
internal sealed class MemberLists(SourceRequests requests, IOptions<MonitoringOptions> options, TimeProvider time)
{
    /// <param name="asked">The path below each cluster's endpoint; null for one that needs no asking.</param>
    /// <param name="read">Reads a list within what is left of the limits.</param>
    public async Task<(IReadOnlyList<(QueryMember Member, IReadOnlyList<T> Items)> Answers, Coverage Coverage)> AskAsync<T>(
        IEnumerable<(QueryMember Member, string? Path)> asked, Func<Stream, AnswerBudget, CancellationToken, Task<IReadOnlyList<T>>> read, CancellationToken cancellationToken)
    {
        var budget = new AnswerBudget(GlobalQueries.Limits(options.Value));
        var parts = await Task.WhenAll(asked.Select(AskOneAsync));
        return ([.. parts.Where(part => part.Said.Part == MemberPart.Answered).Select(part => (part.Said.Member, part.Items))], new Coverage([.. parts.Select(part => part.Said)]));

        async Task<(IReadOnlyList<T> Items, MemberCoverage Said)> AskOneAsync((QueryMember Member, string? Path) pair)
        {
            var started = time.GetTimestamp();
            if (pair.Path is not { } path)
            {
                return ([], new MemberCoverage(pair.Member, MemberPart.NotAsked, null, null, TimeSpan.Zero));
            }

            try
            {
                var items = await requests.AskAsync(
                    pair.Member.Id, (client, token) => client.GetAsync(path, token), (_, body, token) => read(body, budget, token), cancellationToken);
                return (items, new MemberCoverage(pair.Member, MemberPart.Answered, null, null, time.GetElapsedTime(started)));
            }
            catch (MemberFaultException fault)
            {
                return ([], new MemberCoverage(pair.Member, MemberPart.Missing, fault.Kind, fault.Why, time.GetElapsedTime(started)));
            }
        }
    }
}

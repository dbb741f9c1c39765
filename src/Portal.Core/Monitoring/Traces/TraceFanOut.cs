using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces.Sources;

namespace Portal.Core.Monitoring.Traces;

/// <summary>What one store answered, and the clusters that it stands for.</summary>
internal sealed record StoreAnswer<T>(IReadOnlyList<QueryMember> Members, T Value)
{
    public IReadOnlyList<string> Names { get; } = [.. Members.Select(member => member.Name)];
}

/// <summary>Puts one question to the trace stores of many clusters at once. A store that several of them share is asked once.</summary>
internal sealed class TraceFanOut(TraceDirectory directory, QueryMembers members, TimeProvider time)
{
    public async Task<(IReadOnlyList<StoreAnswer<T>> Answers, Coverage Coverage)> AskAsync<T>(
        QueryScope scope, Func<KnownTraceStore, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var known = await directory.ReadAsync(cancellationToken);
        var chosen = await members.ReadAsync(scope, cancellationToken);
        var stores = chosen.Where(member => known.ContainsKey(member.Id)).GroupBy(member => known[member.Id].Server);
        var parts = await Task.WhenAll(stores.Select(same => AskOneAsync([.. same])));
        var without = chosen.Where(member => !known.ContainsKey(member.Id)).Select(member => new MemberCoverage(member, MemberPart.NotAsked, null, null, TimeSpan.Zero));
        return ([.. parts.Select(part => part.Answer).OfType<StoreAnswer<T>>()], new Coverage([.. parts.SelectMany(part => part.Said).Concat(without)]));

        async Task<(StoreAnswer<T>? Answer, IReadOnlyList<MemberCoverage> Said)> AskOneAsync(IReadOnlyList<QueryMember> same)
        {
            var started = time.GetTimestamp();
            try
            {
                var answer = new StoreAnswer<T>(same, await ask(known[same[0].Id], cancellationToken));
                return (answer, [.. same.Select(member => new MemberCoverage(member, MemberPart.Answered, null, null, time.GetElapsedTime(started)))]);
            }
            catch (MemberFaultException fault)
            {
                return (null, [.. same.Select(member => new MemberCoverage(member, MemberPart.Missing, fault.Kind, fault.Why, time.GetElapsedTime(started)))]);
            }
        }
    }
}

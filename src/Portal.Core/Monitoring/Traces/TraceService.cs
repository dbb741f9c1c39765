using FluentValidation;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Traces.Merging;
using Portal.Core.Monitoring.Traces.Stores;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Traces;

internal sealed class TraceService(TraceFanOut fanOut, TraceStores stores, IValidator<TraceSearch> validator, TimeProvider time) : ITraces
{
    private const int MostNames = 5000;

    public async Task<GlobalList<string>> ServicesAsync(TraceWindow window, QueryScope scope, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        return Names(await fanOut.AskAsync(scope, (store, token) => stores.ServicesAsync(store, window, token), cancellationToken));
    }

    public async Task<GlobalList<string>> OperationsAsync(string service, TraceWindow window, QueryScope scope, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        return Names(await fanOut.AskAsync(scope, (store, token) => stores.OperationsAsync(store, service, window, token), cancellationToken));
    }

    public async Task<TraceList> SearchAsync(TraceSearch search, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        validator.Demand(search, "Traces were not searched for");
        var (answers, coverage) = await fanOut.AskAsync(search.Scope, (store, token) => stores.SearchAsync(store, search, token), cancellationToken);
        var traces = TraceSummaries.Merge(answers.Select(answer => (answer.Names, answer.Value)));
        var isCut = traces.Count > search.Limit || answers.Any(answer => answer.Value.Count >= search.Limit);
        return new TraceList([.. traces.Take(search.Limit)], isCut, coverage, time.GetUtcNow());
    }

    public async Task<TraceView> FindAsync(string traceId, QueryScope scope, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        var id = TraceIds.Trace(traceId)
            ?? throw ProblemException.Invalid("The trace was not sought", "This is no id of a trace.", "An id has up to 32 hexadecimal digits.", "traceId");
        var budget = new TraceBudget(TraceBudget.SpansOfATrace);
        var (answers, coverage) = await fanOut.AskAsync(scope, (store, token) => stores.FindAsync(store, id, budget, token), cancellationToken);
        var parts = answers.Where(answer => answer.Value is not null).ToList();
        if (parts.Count == 0 && coverage is { IsComplete: true, Asked: > 0 })
        {
            throw ProblemException.NotFound("No cluster has this trace", "Check the id. It may be older than what the stores keep, or not have come to them yet.");
        }

        var known = coverage.Members.Select(member => member.Member.Name).ToHashSet(StringComparer.Ordinal);
        var rows = SpanTree.Arrange(SpanMerge.Merge(parts.Select(part => (part.Names, part.Value!.Spans)), known));
        return new TraceView(id, rows, Clocks.Notes(rows), [.. parts.Where(part => part.Value!.IsCut).SelectMany(part => part.Names).Order(StringComparer.Ordinal)], coverage, time.GetUtcNow());
    }

    private static GlobalList<string> Names((IReadOnlyList<StoreAnswer<IReadOnlyCollection<string>>> Answers, Coverage Coverage) said)
    {
        var names = new SortedSet<string>(said.Answers.SelectMany(answer => answer.Value), StringComparer.Ordinal);
        return new GlobalList<string>([.. names.Take(MostNames)], names.Count > MostNames, said.Coverage);
    }
}

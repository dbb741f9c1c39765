using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Engines;

/// <summary>What engines say of which series, labels and values there are, for those of the clusters that they hold.</summary>
internal sealed class EngineLists(EngineDirectory directory, EngineQueries queries, SourceRequests requests, TimeProvider time)
{
    /// <summary>Values of a label are asked for in the line of a request, which proxies bound; for more clusters, each is asked itself.</summary>
    private const int LongestMatch = 4_000;

    /// <param name="query">What is asked.</param>
    /// <param name="asked">The clusters that may have it.</param>
    /// <param name="path">Below the engine; null where it cannot know.</param>
    /// <param name="read">Reads a list within what is left of the limits.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<EngineListAnswers<T>> AskAsync<T>(
        LabelQuery query, IReadOnlyList<QueryMember> asked, Func<EngineLabels, string?> path, Func<Stream, AnswerBudget, CancellationToken, Task<IReadOnlyList<T>>> read,
        CancellationToken cancellationToken)
    {
        var answers = new List<EngineListAnswer<T>>();
        var warnings = new List<string>();
        foreach (var (engine, members) in KnownEngine.Of(await directory.ReadAsync(cancellationToken), asked))
        {
            try
            {
                if (await AskAsync(engine, members) is { } answer)
                {
                    answers.Add(answer);
                }
            }
            catch (MemberFaultException fault)
            {
                warnings.Add(EngineWords.Failed(engine.Fleet, fault.Why));
            }
        }

        return new EngineListAnswers<T>(answers, warnings);

        async Task<EngineListAnswer<T>?> AskAsync(KnownEngine engine, IReadOnlyList<QueryMember> members)
        {
            var labels = new EngineLabels(engine.Label, engine.Values, members);
            if (path(labels) is not { } below)
            {
                return null;
            }

            var selectors = query.Selectors.Count == 0 ? [new VectorSelector(null, [], SelectorTime.Now)] : query.Selectors.Select(GlobalLabels.Selector).ToList();
            if (selectors.Any(labels.IsNamedIn))
            {
                return null;
            }

            var started = time.GetTimestamp();
            var budget = queries.Budget();
            var up = labels.Within(new VectorSelector(EngineQueries.Heartbeat, [], SelectorTime.Now), members).ToString();
            if (up.Length > LongestMatch)
            {
                return null;
            }

            var held = ListAsync(engine, GlobalLabels.Path($"api/v1/label/{engine.Label}/values", [up], query with { Limit = 0 }), TextAnswerReader.ReadAsync, budget);
            var items = ListAsync(engine, GlobalLabels.Path(below, [.. selectors.Select(series => labels.Within(series, members).ToString())], query), read, budget);
            await Task.WhenAll(held, items);
            var holding = (await held).Select(labels.MemberOf).OfType<QueryMember>().ToList();
            return holding.Count == 0 ? null : new EngineListAnswer<T>(labels, holding, await items, time.GetElapsedTime(started));
        }

        Task<IReadOnlyList<TItem>> ListAsync<TItem>(
            KnownEngine engine, string below, Func<Stream, AnswerBudget, CancellationToken, Task<IReadOnlyList<TItem>>> take, AnswerBudget budget) =>
            requests.AskAsync(engine.Source, (client, token) => client.GetAsync(below, token), (_, body, token) => take(body, budget, token), cancellationToken);
    }
}

/// <summary>A list of an engine, for the clusters that it holds.</summary>
internal sealed record EngineListAnswer<T>(EngineLabels Labels, IReadOnlyList<QueryMember> Held, IReadOnlyList<T> Items, TimeSpan Took)
{
    public IReadOnlyList<T> ItemsWithout(T left) => [.. Items.Where(item => !EqualityComparer<T>.Default.Equals(item, left))];
}

/// <summary>For which clusters engines have answered.</summary>
internal interface IEngineCoverage
{
    IEnumerable<MemberCoverage> Coverage { get; }

    bool Covers(QueryMember member);
}

internal sealed record EngineListAnswers<T>(IReadOnlyList<EngineListAnswer<T>> Answers, IReadOnlyList<string> Warnings) : IEngineCoverage
{
    private readonly HashSet<Guid> _held = [.. Answers.SelectMany(answer => answer.Held).Select(member => member.Id)];

    public IEnumerable<MemberCoverage> Coverage =>
        Answers.SelectMany(answer => answer.Held.Select(member => new MemberCoverage(member, MemberPart.Answered, null, null, answer.Took) { IsByEngine = true }));

    public bool Covers(QueryMember member) => _held.Contains(member.Id);
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Engines;

/// <summary>What one engine has to say to one question: for those of the asked clusters that it holds.</summary>
internal sealed class EngineShare(KnownEngine engine, IReadOnlyList<QueryMember> asked, EngineQueries queries, TimeGrid grid, AnswerBudget budget, CancellationToken cancellationToken)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ConcurrentDictionary<PushedQuery, Lazy<Task<ILookup<Guid, Series>>>> _leaves = new(ReferenceEqualityComparer.Instance);
    private readonly EngineLabels _labels = new(engine.Label, engine.Values, asked);

    public KnownEngine Engine => engine;

    public IReadOnlyList<QueryMember> Asked => asked;

    public EngineHoldings Holdings { get; private set; } = new(new Dictionary<QueryMember, DateTimeOffset>());

    /// <summary>Why it gave no answer; null while it does.</summary>
    public string? Why { get; private set; }

    public MemberFaultKind? Fault { get; private set; }

    /// <summary>From the question to the end of the whole answer.</summary>
    public TimeSpan Took { get; private set; }

    public IEnumerable<QueryMember> NotHeld => asked.Where(member => !Holds(member));

    public bool Holds(QueryMember member) => Why is null && Holdings.Newest.ContainsKey(member);

    /// <summary>Learns what it holds. A failure is kept.</summary>
    public async Task OpenAsync()
    {
        try
        {
            Holdings = await queries.HoldingsAsync(engine, _labels, asked, grid, budget, cancellationToken);
        }
        catch (MemberFaultException fault)
        {
            (Why, Fault) = (fault.Why, fault.Kind);
        }
    }

    /// <summary>The answer to the whole question with the portal's labels on it; null when it cannot be asked, or fails, which is kept.</summary>
    public async Task<MemberAnswer?> WholeAsync(PromqlExpression expression)
    {
        if (EngineExpression.Of(expression, _labels, asked) is not { } own)
        {
            return null;
        }

        try
        {
            var answer = await queries.AskAsync(engine, own.Query.ToString(), grid, budget, cancellationToken);
            Took = _watch.Elapsed;
            return answer with { Series = [.. answer.Series.Select(series => series with { Labels = _labels.Labelled(series.Labels, own.Kept) })] };
        }
        catch (MemberFaultException fault)
        {
            (Why, Fault) = (fault.Why, fault.Kind);
            return null;
        }
    }

    /// <summary>What this cluster would have answered to these questions; null where it has to be asked itself.</summary>
    public async Task<IReadOnlyList<MemberAnswer>?> PartsAsync(QueryMember member, IReadOnlyList<PushedQuery> leaves)
    {
        if (!Holds(member))
        {
            return null;
        }

        try
        {
            var parts = await Task.WhenAll(leaves.Select(leaf => _leaves.GetOrAdd(leaf, asked => new(() => LeafAsync(asked))).Value));
            return [.. parts.Select(part => new MemberAnswer([.. part[member.Id]], []))];
        }
        catch (MemberFaultException fault)
        {
            (Why, Fault) = (fault.Why, fault.Kind);
            return null;
        }
    }

    private async Task<ILookup<Guid, Series>> LeafAsync(PushedQuery leaf)
    {
        var query = EngineLeaf.For(leaf, _labels, asked) ?? throw MemberFaults.LabelNamed(engine.Label);
        var answer = await queries.AskAsync(engine, query, grid, budget, cancellationToken);
        return answer.Series.ToLookup(
            series => _labels.MemberOf(series.Labels[engine.Label])?.Id ?? throw MemberFaults.Malformed(),
            series => series with { Labels = series.Labels.Without(engine.Label) });
    }
}

/// <summary>Answers of engines in place of those of their clusters.</summary>
internal sealed class EngineParts(IReadOnlyList<EngineShare> shares)
{
    private readonly Dictionary<Guid, EngineShare> _byMember = shares.SelectMany(share => share.Asked, (share, member) => (share, member)).ToDictionary(pair => pair.member.Id, pair => pair.share);

    /// <summary>Null where the cluster has to be asked itself.</summary>
    public async Task<IReadOnlyList<MemberAnswer>?> FindAsync(QueryMember member, IReadOnlyList<PushedQuery> leaves) =>
        _byMember.TryGetValue(member.Id, out var share) ? await share.PartsAsync(member, leaves) : null;
}

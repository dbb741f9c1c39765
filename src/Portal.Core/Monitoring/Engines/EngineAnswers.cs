using Microsoft.Extensions.Options;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Engines;

/// <summary>
/// Answers a question by the global engines of fleets as far as they can: as a whole where one engine holds all that is asked,
/// in parts where clusters lie outside of it; where none is, or it fails, the clusters are asked directly.
/// </summary>
internal sealed class EngineAnswers(EngineDirectory directory, EngineQueries queries, SharedMemberQueries members, IOptions<MonitoringOptions> options, TimeProvider time)
{
    public async Task<GlobalAnswer> RunAsync(
        PromqlExpression expression, GlobalPlan plan, IReadOnlyList<QueryMember> chosen, TimeGrid grid, CancellationToken cancellationToken)
    {
        var fanOut = new FanOut(members, time, GlobalQueries.Limits(options.Value));
        var engines = chosen.Count == 0 ? new Dictionary<string, KnownEngine>() : await directory.ReadAsync(cancellationToken);
        if (engines.Count == 0)
        {
            return await fanOut.RunAsync(plan, chosen, grid, cancellationToken);
        }

        var asked = chosen.Where(member => plan.Leaves.Any(leaf => PromqlRewrite.SelectorsOf(leaf.Query).Any(series => MemberRewrite.Chooses(series, member)))).ToList();
        var budget = queries.Budget();
        List<EngineShare> shares = [.. KnownEngine.Of(engines, asked).Select(pair => new EngineShare(pair.Engine, pair.Members, queries, grid, budget, cancellationToken))];
        if (shares.Count == 0)
        {
            return await fanOut.RunAsync(plan, chosen, grid, cancellationToken);
        }

        var whole = shares is [var only] && only.Asked.Count == asked.Count ? only : null;
        var answering = whole?.WholeAsync(expression);
        await Task.WhenAll([.. shares.Select(share => share.OpenAsync()), answering ?? Task.CompletedTask]);
        if (answering is not null && await answering is { } answer && whole!.Holdings.Newest.Count > 0 && (!plan.IsExact || !whole.NotHeld.Any()))
        {
            return Whole(expression, answer, whole, chosen, grid);
        }

        // What cannot be merged is asked of each cluster itself, and says so.
        var merged = await fanOut.RunAsync(plan, chosen, grid, cancellationToken, plan.IsExact ? new EngineParts(shares) : null);
        return merged with
        {
            Engines = [.. shares.Where(share => plan.IsExact || share.Why is not null).Select(share => Use(share, EnginePart.Parts, grid))],
            Warnings = [.. shares.SelectMany(share => EngineWords.Warnings(share, plan.IsExact)), .. merged.Warnings],
        };
    }

    private GlobalAnswer Whole(PromqlExpression expression, MemberAnswer answer, EngineShare share, IReadOnlyList<QueryMember> chosen, TimeGrid grid)
    {
        var asked = share.Asked.ToHashSet();
        var isScalar = expression.Type == PromqlType.Scalar;
        return new GlobalAnswer(
            new GlobalPlan(PlanKind.ByEngine, expression, expression.Type), expression.Type, grid,
            isScalar ? [] : FanOut.Arranged(expression, answer.Series),
            isScalar ? answer.Series is [var one, ..] ? one.Values : Series.Gaps(grid.Count) : null, null,
            new Coverage([.. chosen.Select(member => asked.Contains(member) ? Covered(member, share) : new MemberCoverage(member, MemberPart.NotAsked, null, null, TimeSpan.Zero))]),
            [.. answer.Warnings.Select(warning => $"{share.Engine.Fleet}: {warning}")], time.GetUtcNow())
        {
            Engines = [Use(share, EnginePart.Whole, grid)],
        };
    }

    private static MemberCoverage Covered(QueryMember member, EngineShare share) => share.Holds(member)
        ? new MemberCoverage(member, MemberPart.Answered, null, null, share.Took) { IsByEngine = true }
        : new MemberCoverage(member, MemberPart.Missing, MemberFaultKind.NotHeld, MemberFaults.NotHeld().Why, share.Took);

    private EngineUse Use(EngineShare share, EnginePart part, TimeGrid grid)
    {
        var engine = share.Engine;
        if (share.Why is { } why)
        {
            return new EngineUse(engine.FleetId, engine.Fleet, engine.Kind, EnginePart.Failed, 0, why, null, null);
        }

        var (lag, oldest) = share.Holdings.Behind(grid, time.GetUtcNow());
        return new EngineUse(engine.FleetId, engine.Fleet, engine.Kind, part, share.Holdings.Newest.Count, null, lag, oldest);
    }
}

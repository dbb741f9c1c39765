using System.Globalization;
using Portal.Core.Access;
using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Core.Monitoring.Sources;

namespace Portal.Web.Tests.Testing;

/// <summary>Clusters that answer every question with the same series.</summary>
public sealed class FakeGlobalQueries : FakeService, IGlobalQueries
{
    public List<GlobalQuery> Asked { get; } = [];

    /// <summary>Labels and value of each series.</summary>
    public List<(LabelSet Labels, double Value)> Series { get; } = [];

    public List<MemberCoverage> Members { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<EngineUse> Engines { get; } = [];

    public async Task<GlobalAnswer> QueryAsync(GlobalQuery query, Actor actor, CancellationToken cancellationToken)
    {
        Asked.Add(query);
        return await ActAsync(() =>
        {
            var plan = new GlobalPlan(PlanKind.BySeries, PromqlParser.Parse(query.Expression), PromqlType.InstantVector);
            var series = Series.Select(one => new Series(one.Labels, [.. Enumerable.Repeat(one.Value, query.Grid.Count)])).ToList();
            return new GlobalAnswer(plan, PromqlType.InstantVector, query.Grid, series, null, null, new Coverage([.. Members]), [.. Warnings], Sample.Now) { Engines = [.. Engines] };
        });
    }

    public void Answers(string cluster, double value)
    {
        Series.Add((LabelSet.Of((LabelSet.MetricName, "up"), ("cluster", cluster)), value));
        Members.Add(new MemberCoverage(Member(cluster), MemberPart.Answered, null, null, TimeSpan.FromMilliseconds(12)));
    }

    public void IsMissing(string cluster) => Members.Add(new MemberCoverage(
        Member(cluster), MemberPart.Missing, MemberFaultKind.TimedOut, string.Create(CultureInfo.InvariantCulture, $"It did not answer within {10} seconds."), TimeSpan.FromSeconds(10)));

    private static QueryMember Member(string cluster) => QueryMember.Of(Guid.CreateVersion7(), cluster, "demo", "aws", "north");
}

using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Planning;

namespace Portal.Core.Tests.Monitoring.Queries;

/// <summary>What is asked of clusters for which question.</summary>
public sealed class GlobalPlannerTests
{
    private static readonly QueryMember C1 = QueryMember.Of(Guid.Empty, "c1", "f1", "aws", "north");

    [Theory]
    // By series.
    [InlineData("up", "BySeries | Union up")]
    [InlineData("rate(x[5m]) * 100", "BySeries | Union rate(x[5m]) * 100")]
    [InlineData("up{cluster='c1', job='a'}", "BySeries | Union up{job=\"a\"}")]
    [InlineData("up{cluster='c2'}", "BySeries | Union nothing")]
    [InlineData("{cluster=~'c.'}", "BySeries | Union {__name__=~\".+\"}")]
    [InlineData("a{region='north'} or b{region='south'}", "BySeries | Union a or {__name__=\"_\",__name__!=\"_\"}")]
    [InlineData("a / b", "BySeries | Union a / b")]
    [InlineData("a / on (cluster, pod) group_left (node) b", "BySeries | Union a / on (pod) group_left (node) b")]
    [InlineData("a / ignoring (pod) group_left () sum without (pod) (a)", "BySeries | Union a / ignoring (pod) group_left () sum without (pod) (a)")]
    [InlineData("sum by (cluster, pod) (x)", "BySeries | Union sum by (pod) (x)")]
    [InlineData("sum by (cluster) (x) / sum by (cluster) (y)", "BySeries | Union sum(x) / sum(y)")]
    [InlineData("quantile by (cluster) (0.9, x)", "BySeries | Union quantile(0.9, x)")]
    [InlineData("stddev without (pod) (x)", "BySeries | Union stddev without (pod) (x)")]
    [InlineData("histogram_quantile(0.9, sum by (cluster, le) (rate(x_bucket[5m])))", "BySeries | Union histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))")]
    [InlineData("max_over_time(sum by (cluster) (x)[1h:1m])", "BySeries | Union max_over_time(sum(x)[1h:1m])")]
    [InlineData("a > time() - 5", "BySeries | Union a > time() - 5")]
    // Merged.
    [InlineData("sum(x)", "Merged | Sum sum(x)")]
    [InlineData("sum by (job, fleet) (rate(x[5m] offset 1h))", "Merged | Sum sum by (job) (rate(x[5m] offset 1h))")]
    [InlineData("count without (cluster, pod) (x > 5)", "Merged | Sum count without (pod) (x > 5)")]
    [InlineData("min(x)", "Merged | Min min(x)")]
    [InlineData("max by (region) (x)", "Merged | Max max(x)")]
    [InlineData("group(x)", "Merged | Group group(x)")]
    [InlineData("count_values('version', x)", "Merged | Sum count_values(\"version\", x)")]
    // Computed.
    [InlineData("avg by (job) (x)", "Computed | Sum count by (job) (x) | Sum sum by (job) (x)")]
    [InlineData("topk(3, x)", "Computed | Union topk(3, x)")]
    [InlineData("bottomk by (fleet, job) (3, x)", "Computed | Union bottomk by (job) (3, x)")]
    [InlineData("topk(scalar(sum(y)), x)", "Computed | Union x | Sum sum(y)")]
    [InlineData("stddev(x)", "Computed | Union x")]
    [InlineData("quantile(0.5, rate(x[1m]))", "Computed | Union rate(x[1m])")]
    [InlineData("count_values('cluster', x)", "Computed | Union x")]
    [InlineData("sum(a) / sum(b)", "Computed | Sum sum(a) | Sum sum(b)")]
    [InlineData("sum(a) / on () count(b) * 100", "Computed | Sum count(b) | Sum sum(a)")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))", "Computed | Sum sum by (le) (rate(x_bucket[5m]))")]
    [InlineData("a / on (pod) b", "Computed | Union a | Union b")]
    [InlineData("sum by (cluster) (a) / ignoring (cluster) group_left () sum(a)", "Computed | Union sum(a) | Sum sum(a)")]
    [InlineData("absent(up{job='a'})", "Computed | Group group(up{job=\"a\"})")]
    [InlineData("absent_over_time(up[5m])", "Computed | Group group(present_over_time(up[5m]))")]
    [InlineData("scalar(sum(up))", "Computed | Sum sum(up)")]
    [InlineData("vector(scalar(up))", "Computed | Union up")]
    [InlineData("sum(up) or vector(0)", "Computed | Sum sum(up)")]
    [InlineData("sort_desc(sum by (job) (up))", "Computed | Sum sum by (job) (up)")]
    [InlineData("label_replace(up, 'c', '$1', 'cluster', '(.*)')", "Computed | Union up")]
    [InlineData("sum(up > bool scalar(avg(up)))", "Computed | Union up | Sum count(up) | Sum sum(up)")]
    // Nobody needs to be asked.
    [InlineData("time() * 2", "Constant")]
    [InlineData("vector(1) + 1", "Constant")]
    [InlineData("hour()", "Constant")]
    public void Plan_OfEachForm_AsksTheGreatestParts(string text, string plan) => Assert.Equal(plan, Words(GlobalPlanner.Plan(PromqlParser.Parse(text))));

    [Theory]
    [InlineData("max_over_time(sum(x)[1h:1m])", "A range over something that spans clusters cannot be merged")]
    [InlineData("rate(sum(x)[5m:])", "A range over something that spans clusters cannot be merged")]
    [InlineData("absent_over_time(sum(x)[5m:])", "A range over something that spans clusters cannot be merged")]
    [InlineData("1 + max_over_time(vector(1)[5m:])", "A range over something that spans clusters cannot be merged")]
    [InlineData("limitk(3, x)", "limitk and limit_ratio pick series by where they are stored")]
    [InlineData("sum(limit_ratio(0.1, x))", "limitk and limit_ratio pick series by where they are stored")]
    [InlineData("info(x)", "info() joins by labels")]
    [InlineData("sum(a) + fill(0) sum(b)", "fill between vectors")]
    [InlineData("histogram_fraction(0, 1, sum(x))", "histogram_fraction over something that spans clusters")]
    [InlineData("sum by (exported_cluster) (x)", "A label whose name begins with exported_")]
    [InlineData("x{exported_fleet='a'}", "A label whose name begins with exported_")]
    [InlineData("x{cluster=~'((a{1000}){1000}){1000}'}", "A pattern on a label that the portal adds")]
    [InlineData("x[5m]", "A range vector is not a series of values at steps.")]
    public void Plan_OfWhatCannotBeMerged_SaysWhyAndAsksEachCluster(string text, string why)
    {
        var plan = GlobalPlanner.Plan(PromqlParser.Parse(text));

        Assert.Equal(PlanKind.PerCluster, plan.Kind);
        Assert.StartsWith(why, plan.Why, StringComparison.Ordinal);
        Assert.Equal("Each cluster answers the whole question for itself; the answers are not merged.", plan.How);
        Assert.Single(plan.Leaves);
    }

    private static string Words(GlobalPlan plan) => string.Join(" | ", plan.Leaves
        .OrderBy(leaf => leaf.Merge).ThenBy(leaf => leaf.Query.ToString(), StringComparer.Ordinal)
        .Select(leaf => $"{leaf.Merge} {leaf.TextFor(C1) ?? "nothing"}").Prepend($"{plan.Kind}"));
}

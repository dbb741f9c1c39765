namespace Portal.IntegrationTests.Monitoring;

/// <summary>What is asked: each form that is pushed down, merged or computed, in the variants that people write.</summary>
internal static class GlobalQueryExpressions
{
    private static readonly string[] Groupings = ["", " by (job)", " by (cluster)", " by (job, fleet)", " by (instance, region)", " without (instance)", " without (cluster, fleet, provider, region)", " without (cluster, job)"];

    private static readonly string[] Inner = ["memory_bytes", "rate(requests_total[5m])", "odd"];

    private static readonly string[] Written =
    [
        // By series.
        "up", "up == 0", "memory_bytes / 1024 / 1024", "rate(requests_total{code=~\"4..|5..\"}[2m])", "increase(requests_total[10m] offset 5m)",
        "up{cluster=\"c3\"}", "up{cluster!=\"c3\", job=\"job0\"}", "up{fleet=~\"pr.*\", region=\"north\"}", "up{region=\"\"}", "up{provider!~\"a.+\"}", "{cluster=\"c5\"}", "{fleet=\"test\", __name__=~\"temp.*\"}",
        "temperature{cluster=\"c1\"} or temperature{cluster=\"c4\"}", "temperature > 0 < 15", "-temperature", "abs(temperature)", "clamp(temperature, -3, 3)", "round(temperature, 0.5)", "sgn(temperature)",
        "memory_bytes{job=\"job0\"} and up == 1", "memory_bytes unless up == 0", "temperature or odd", "build_info", "build_info * 2", "label_replace(up, \"node\", \"n-$1\", \"instance\", \"i(.*)\")",
        "requests_total / ignoring (code) group_left () sum without (code) (requests_total)", "memory_bytes * on (cluster, job) group_left () limits", "memory_bytes * on (cluster, job) group_left (region) limits",
        "max_over_time(memory_bytes[10m])", "quantile_over_time(0.9, memory_bytes[10m])", "avg_over_time(rate(requests_total[2m])[10m:1m])", "changes(up[1h])", "resets(requests_total[1h])", "delta(temperature[5m])", "deriv(temperature[5m])",
        "predict_linear(temperature[10m], 600)", "holt_winters(temperature[10m], 0.5, 0.5)", "timestamp(up)", "last_over_time(odd[1m])", "memory_bytes offset 10m", "memory_bytes @ 1793487000", "temperature offset -2m",
        "histogram_quantile(0.9, rate(duration_seconds_bucket[5m]))", "histogram_quantile(0.5, sum by (cluster, le) (rate(duration_seconds_bucket[5m])))", "max_over_time(sum by (cluster) (up)[30m:1m])",
        "quantile by (cluster) (0.5, memory_bytes)", "stddev by (cluster, job) (memory_bytes)", "topk by (cluster) (1, memory_bytes)", "count_values by (cluster) (\"value\", up)", "sum by (cluster) (up) / count by (cluster) (up)",
        "sum by (cluster, job) (rate(requests_total[5m])) > bool 20", "up * time()", "hour(up * 1793487000)", "sort(temperature)", "time() - timestamp(up)", "up{job=~\".+\", cluster=~\"c[12]\"} + up",
        // Merged, beside the table below.
        "sum(rate(requests_total{cluster=~\"c1|c2\"}[5m]))", "sum(up{cluster=\"c1\"} or up{cluster=\"c2\"})", "count(up == 1)", "count by (version) (build_info)", "sum without (version) (build_info)", "group by (job) (up)", "min(temperature < 0)",
        "max by (site) (abs(temperature))", "sum by (le) (rate(duration_seconds_bucket[5m]))", "count_values(\"value\", up)", "count_values(\"version\", limits) by (job)", "count_values without (cluster) (\"v\", limits)", "sum(sum by (cluster) (up))", "max(sum by (cluster) (rate(requests_total[5m])))",
        "count(count by (cluster) (up))", "sum(max_over_time(memory_bytes[5m]))", "sum(up offset 5m)", "sum(requests_total @ 1793487000)", "max(quantile by (cluster) (0.9, memory_bytes))",
        // Computed.
        "sum(rate(requests_total{code=\"500\"}[5m])) / sum(rate(requests_total[5m]))", "sum by (job) (rate(requests_total{code=\"500\"}[5m])) / sum by (job) (rate(requests_total[5m])) * 100",
        "1 - avg(up)", "avg by (job) (up) < 1", "sum(up) + count(up)", "sum(up) == bool count(up)", "sum by (job) (up) > 8", "sum by (job) (up) and sum by (job) (limits)", "sum by (job) (up) unless sum by (job) (limits)", "sum by (job) (up) or sum by (instance) (up)",
        "sum by (job, instance) (up) / on (job) group_left () sum by (job) (up)", "sum by (job) (up) * on (job) group_right () sum by (job, instance) (memory_bytes)", "sum by (cluster) (up) / on () group_left () sum(up)", "sum by (cluster) (up) / ignoring (cluster) group_left () sum(up)",
        "sum by (fleet) (up) / on (fleet) group_right () sum by (fleet, cluster) (up)", "histogram_quantile(0.9, sum by (le) (rate(duration_seconds_bucket[5m])))", "histogram_quantile(0.5, sum by (job, le) (rate(duration_seconds_bucket[5m])))",
        "histogram_quantile(0.99, sum by (fleet, le) (increase(duration_seconds_bucket[10m])))", "histogram_quantile(1, sum by (le) (duration_seconds_bucket))", "histogram_quantile(0, sum by (le) (duration_seconds_bucket))", "histogram_quantile(2, sum by (le) (duration_seconds_bucket))",
        "stddev(memory_bytes)", "stdvar by (job) (memory_bytes)", "quantile(0.9, memory_bytes)", "quantile by (job) (0.25, rate(requests_total[5m]))", "quantile(1.5, up)", "topk(3, memory_bytes)", "bottomk(2, memory_bytes)", "topk by (job) (2, rate(requests_total[5m]))",
        "bottomk by (fleet) (1, memory_bytes)", "topk(1, sum by (job, instance) (memory_bytes))", "sum(topk(5, memory_bytes))", "topk(3, sum by (cluster) (memory_bytes))", "count(topk by (cluster) (2, memory_bytes))",
        "absent(up)", "absent(none{job=\"x\", cluster=\"c1\"})", "absent(only_first)", "absent(up{cluster=\"c9\"})", "absent(sum(none))", "absent_over_time(only_first[5m])", "absent_over_time(none{a=\"b\"}[5m])", "scalar(sum(up))", "scalar(up)", "vector(scalar(sum(up)) * 2)", "sum(up) or vector(0)", "sum(none) or vector(0)",
        "memory_bytes > scalar(avg(memory_bytes))", "memory_bytes / scalar(sum(memory_bytes))", "count(memory_bytes > scalar(avg(memory_bytes)))", "round(avg(memory_bytes), 1000)", "clamp_max(sum(up), 10)", "clamp_min(sum by (job) (up), 9)", "ln(sum(memory_bytes))", "sqrt(avg(memory_bytes))", "exp(avg(up))", "ceil(avg(temperature))", "floor(avg(temperature))",
        "-sum(up)", "2 ^ sum(up)", "sum(up) % 4", "sum(temperature) atan2 avg(up)", "label_replace(sum by (job) (up), \"name\", \"$1-x\", \"job\", \"job(.)\")", "label_join(sum by (job) (up), \"both\", \"/\", \"job\", \"job\")", "label_replace(up, \"where\", \"$1\", \"cluster\", \"c(.)\")", "sum by (where) (label_replace(up, \"where\", \"$1\", \"region\", \"(.).*\"))",
        "sort_desc(sum by (job) (memory_bytes))", "sort(sum by (instance) (memory_bytes))", "timestamp(sum(up))", "hour(sum(up) * 1793487000)", "day_of_week(vector(1793487000))", "year() > bool 2000", "limits{cluster=\"c1\"} * on (job) group_right () sum by (job, instance) (up)",
        "limits{cluster=\"c1\"} - on (job) limits{cluster=\"c2\"}", "limits{cluster=\"c1\"} < ignoring (cluster, region, fleet, provider) limits{cluster=\"c2\"}", "temperature and on (room) temperature{cluster=\"c1\"}", "temperature unless on (room) temperature{cluster=\"c1\"}", "temperature{site=\"a\"} or on (room) temperature", "sum(odd) by (kind)", "avg(odd) by (kind)",
        // Without clusters.
        "time()", "vector(1)", "1 + 2 * 3 ^ 2", "vector(time()) - 5", "pi() * 2",
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        .. from op in new[] { "sum", "min", "max", "count", "group", "avg" } from grouping in Groupings from inner in Inner select $"{op}{grouping} ({inner})",
        .. Written,
    ];
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Rollups;
using Portal.Web.Api;

namespace Portal.Web.Monitoring;

/// <summary>A figure that the portal has kept.</summary>
/// <param name="Start">The time of the first value.</param>
/// <param name="Since">The first time that something is known of.</param>
public sealed record KeptFigure(
    string Query, RollupUnit Unit, DateTimeOffset Start, long StepSeconds, IReadOnlyList<KeptSeries> Series, int ClustersAsked, IReadOnlyList<MissingCluster> Missing, DateTimeOffset? Since);

/// <param name="Part">The namespace; empty for the whole cluster.</param>
/// <param name="Values">One a step; null where nothing is known.</param>
public sealed record KeptSeries(string Cluster, string Part, IReadOnlyList<double?> Values);

/// <summary>A cluster of which nothing was kept up to the end, and why.</summary>
public sealed record MissingCluster(string Cluster, string Why);

/// <summary>What the portal keeps of the metrics of clusters, and what it makes of it.</summary>
internal static class RollupsApi
{
    private const string Tag = "Metrics";

    public static void MapRollups(this RouteGroupBuilder api)
    {
        api.MapGet("/metrics/history", ReadAsync).Needs(Permission.ViewMetrics).Fails(422)
            .Says("ReadMetricsHistory", Tag, "A standard figure over time, of what the portal has kept itself: also of clusters that are gone.");
        api.MapGet("/metrics/capacity", ForecastAsync).Needs(Permission.ViewMetrics)
            .Says("ForecastCapacity", Tag, "When the resources of clusters will be used up, by the hours of the last two weeks; Unknown where that is too little.");
    }

    private static async Task<Ok<KeptFigure>> ReadAsync(
        [Description("A name of the standard queries, as CpuUsed.")] string query, DateTimeOffset start, DateTimeOffset end, [Description("300 when left out.")] int? stepSeconds,
        [Description("One cluster by name.")] string? cluster, [Description("Its namespaces instead of the whole.")] bool? byParts, IRollups rollups, Caller caller, CancellationToken cancellationToken)
    {
        var step = Math.Clamp(stepSeconds ?? 300, 1, 31_536_000) * 1000L;
        var first = start.ToUnixTimeMilliseconds();
        var grid = TimeGrid.Range(first, Math.Max(first, end.ToUnixTimeMilliseconds()), step);
        var answer = await rollups.ReadAsync(new RollupQuestion(query, grid, cluster, byParts == true), caller.Actor, cancellationToken);
        return TypedResults.Ok(new KeptFigure(
            query, RollupCatalogue.Find(query)!.Unit, DateTimeOffset.FromUnixTimeMilliseconds(answer.Grid.Start), answer.Grid.Step / 1000,
            [.. answer.Series.Select(series => new KeptSeries(series.Labels["cluster"], series.Labels["namespace"], [.. series.Values.Select(value => Series.IsGap(value) ? (double?)null : value)]))],
            answer.Coverage.Asked, [.. answer.Coverage.Missing.Select(member => new MissingCluster(member.Member.Name, member.Why ?? ""))], answer.Since));
    }

    private static async Task<Ok<CapacityOutlookView>> ForecastAsync([Description("One cluster by name.")] string? cluster, IFleetHistory history, Caller caller, CancellationToken cancellationToken)
    {
        var outlook = await history.ForecastAsync(cluster, caller.Actor, cancellationToken);
        return TypedResults.Ok(new CapacityOutlookView(
            outlook.Forecasts, outlook.Coverage.Asked, [.. outlook.Coverage.Missing.Select(member => new MissingCluster(member.Member.Name, member.Why ?? ""))], outlook.At));
    }
}

/// <summary>The most urgent first.</summary>
public sealed record CapacityOutlookView(IReadOnlyList<CapacityForecast> Forecasts, int ClustersAsked, IReadOnlyList<MissingCluster> Missing, DateTimeOffset At);

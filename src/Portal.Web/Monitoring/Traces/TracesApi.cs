using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Traces;
using Portal.Core.Problems;
using Portal.Web.Api;

namespace Portal.Web.Monitoring.Traces;

/// <summary>Names that the trace stores of clusters have.</summary>
/// <param name="IsCut">Whether there are more.</param>
/// <param name="ClustersAsked">Those with a trace store.</param>
/// <param name="ClustersWithoutStore">Whatever was traced there is not in it.</param>
public sealed record TraceNames(IReadOnlyList<string> Names, bool IsCut, int ClustersAsked, int ClustersWithoutStore, IReadOnlyList<MissingCluster> Missing);

/// <summary>What a search for traces found.</summary>
/// <param name="IsCut">There may be more: the limit was reached, in all or in a cluster.</param>
/// <param name="ClustersAsked">Those with a trace store.</param>
/// <param name="ClustersWithoutStore">Whatever was traced there is not in it.</param>
public sealed record FoundTraces(IReadOnlyList<TraceSummary> Traces, bool IsCut, int ClustersAsked, int ClustersWithoutStore, IReadOnlyList<MissingCluster> Missing);

/// <summary>A trace, put together from all clusters.</summary>
/// <param name="Spans">Each behind the one that caused it, in order of time.</param>
/// <param name="Clocks">Where clocks do not agree.</param>
/// <param name="CutIn">The clusters that have more of it than is here.</param>
/// <param name="ClustersAsked">Those with a trace store.</param>
/// <param name="ClustersWithoutStore">Whatever was traced there is not in it.</param>
public sealed record WholeTrace(
    string TraceId, DateTimeOffset Start, TimeSpan Duration, IReadOnlyList<TraceRow> Spans, IReadOnlyList<ClockNote> Clocks, IReadOnlyList<string> CutIn,
    int ClustersAsked, int ClustersWithoutStore, IReadOnlyList<MissingCluster> Missing);

/// <summary>Traces of requests across clusters.</summary>
internal static class TracesApi
{
    private const string Tag = "Traces";

    public static void MapTraces(this RouteGroupBuilder api)
    {
        var traces = api.MapGroup("/traces");
        traces.MapGet("/services", ServicesAsync).Needs(Permission.ViewMonitoring)
            .Says("ListTracedServices", Tag, "The services that have sent spans, of all clusters with a trace store.");
        traces.MapGet("/operations", OperationsAsync).Needs(Permission.ViewMonitoring)
            .Says("ListTracedOperations", Tag, "The names of a service's spans.");
        traces.MapGet("/", SearchAsync).Needs(Permission.ViewMonitoring).Fails(422)
            .Says("SearchTraces", Tag, "The traces with a span that matches, of all clusters at once, the newest first.");
        traces.MapGet("/{traceId}", FindAsync).Needs(Permission.ViewMonitoring).Fails(404, 422)
            .Says("GetTrace", Tag, "All spans that any cluster has of a trace, as one tree. Empty where none of those that answered has it, and some did not answer.");
    }

    private static async Task<Ok<TraceNames>> ServicesAsync(
        [AsParameters] TraceScope scope, ITraces traces, Caller caller, TimeProvider time, CancellationToken cancellationToken) =>
        TypedResults.Ok(Names(await traces.ServicesAsync(scope.Window(time), scope.Scope, caller.Actor, cancellationToken)));

    private static async Task<Ok<TraceNames>> OperationsAsync(
        string service, [AsParameters] TraceScope scope, ITraces traces, Caller caller, TimeProvider time, CancellationToken cancellationToken) =>
        TypedResults.Ok(Names(await traces.OperationsAsync(service, scope.Window(time), scope.Scope, caller.Actor, cancellationToken)));

    private static async Task<Ok<FoundTraces>> SearchAsync(
        string service,
        [Description("The name of the span; any when left out.")] string? operation,
        [Description("\"name=value\", each of which the span or its process must have; error=true for a span that failed.")] string[]? tag,
        [Description("Of the span.")] double? minDurationMs,
        [Description("Of the span.")] double? maxDurationMs,
        [Description("1 to 200 traces; 20 when left out.")] int? limit,
        [AsParameters] TraceScope scope, ITraces traces, Caller caller, TimeProvider time, CancellationToken cancellationToken)
    {
        var search = new TraceSearch(service, operation ?? "", TagText.ReadAll(tag ?? []), Duration(minDurationMs, nameof(minDurationMs)), Duration(maxDurationMs, nameof(maxDurationMs)), scope.Window(time), limit ?? 20, scope.Scope);
        var list = await traces.SearchAsync(search, caller.Actor, cancellationToken);
        return TypedResults.Ok(new FoundTraces(list.Traces, list.IsCut, list.Coverage.Asked, Without(list.Coverage), Missing(list.Coverage)));
    }

    private static async Task<Ok<WholeTrace>> FindAsync(
        [Description("Up to 32 hexadecimal digits.")] string traceId, Guid? fleetId, Guid[]? clusterId, ITraces traces, Caller caller, CancellationToken cancellationToken)
    {
        var trace = await traces.FindAsync(traceId, new QueryScope(fleetId, clusterId is { Length: > 0 } ? clusterId : null), caller.Actor, cancellationToken);
        return TypedResults.Ok(new WholeTrace(
            trace.TraceId, trace.Start, trace.Duration, trace.Rows, trace.Clocks, trace.CutIn, trace.Coverage.Asked, Without(trace.Coverage), Missing(trace.Coverage)));
    }

    private static TraceNames Names(GlobalList<string> list) => new(list.Items, list.IsCut, list.Coverage.Asked, Without(list.Coverage), Missing(list.Coverage));

    private static int Without(Coverage coverage) => coverage.Members.Count - coverage.Asked;

    private static MissingCluster[] Missing(Coverage coverage) => [.. coverage.Missing.Select(member => new MissingCluster(member.Member.Name, member.Why ?? ""))];

    private static TimeSpan? Duration(double? milliseconds, string field) => milliseconds switch
    {
        null => null,
        >= 0 and <= 86_400_000 => TimeSpan.FromMilliseconds(milliseconds.Value),
        _ => throw ProblemException.Invalid("Traces were not searched for", "A duration is between 0 and 24 hours.", "Give it in milliseconds.", field),
    };
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Problems;
using Portal.Web.Api;

namespace Portal.Web.Monitoring;

/// <summary>The silences of one or of all clusters.</summary>
/// <param name="ClustersAsked">Those with an Alertmanager.</param>
public sealed record SilencesView(IReadOnlyList<SilenceView> Silences, int ClustersAsked, IReadOnlyList<MissingCluster> Missing);

/// <param name="IsActive">Else it begins later.</param>
public sealed record SilenceView(
    Guid ClusterId, string Cluster, string Id, bool IsActive, IReadOnlyList<SilenceMatcher> Matchers, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string CreatedBy, string Comment);

/// <summary>Silences in the Alertmanagers of clusters, and where these are.</summary>
internal static class SilencesApi
{
    private const string Tag = "Metrics";

    public static void MapSilences(this RouteGroupBuilder api)
    {
        api.MapGet("/silences", ListAsync).Needs(Permission.ViewMetrics)
            .Says("ListSilences", Tag, "The silences of all clusters that hold now or will, and which Alertmanagers did not answer.");
        api.MapPost("/silences", CreateAsync).Needs(Permission.ManageSilences).Fails(422)
            .Says("CreateSilence", Tag, "Makes a silence in the Alertmanager of each chosen cluster, and says for each what came of it.");
        api.MapPut("/clusters/{clusterId:guid}/silences/{silenceId}", ReplaceAsync).Needs(Permission.ManageSilences).Fails(404, 422)
            .Says("ReplaceSilence", Tag, "Changes a silence, and says what came of it. Its id may be another one then.");
        api.MapDelete("/clusters/{clusterId:guid}/silences/{silenceId}", ExpireAsync).Needs(Permission.ManageSilences).Fails(404, 503)
            .Says("ExpireSilence", Tag, "Ends a silence.");
        var source = api.MapGroup("/clusters/{clusterId:guid}/alertmanager");
        source.MapGet("/", GetAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("GetAlertmanager", Tag, "The Alertmanager of a cluster: given by a person, or found where the portal installed Prometheus.");
        source.MapPut("/", SetAsync).Needs(Permission.ManageMetricsSources).Fails(404, 409, 422)
            .Says("SetAlertmanager", Tag, "Gives a cluster an Alertmanager: a URL, or a service behind its API server.");
        source.MapDelete("/", RemoveAsync).Needs(Permission.ManageMetricsSources).Fails(404)
            .Says("RemoveAlertmanager", Tag, "Forgets what was given; what the portal found counts again.");
        source.MapGet("/check", CheckAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("CheckAlertmanager", Tag, "Asks the Alertmanager now: why it does not answer, how long it took, and how far its clock is off.");
    }

    private static async Task<Ok<SilencesView>> ListAsync(ISilences silences, Caller caller, CancellationToken cancellationToken)
    {
        var list = await silences.ListAsync(caller.Actor, cancellationToken);
        return TypedResults.Ok(new SilencesView(
            [.. list.Silences.Select(silence => new SilenceView(
                silence.Member.Id, silence.Member.Name, silence.Id, silence.IsActive, silence.Matchers, silence.StartsAt, silence.EndsAt, silence.CreatedBy, silence.Comment))],
            list.Coverage.Asked, [.. list.Coverage.Missing.Select(member => new MissingCluster(member.Member.Name, member.Why ?? ""))]));
    }

    private static async Task<Ok<IReadOnlyList<SilenceOutcome>>> CreateAsync(SilenceRequest body, ISilences silences, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await silences.CreateAsync(body, caller.Actor, cancellationToken));

    private static async Task<Ok<SilenceOutcome>> ReplaceAsync(
        Guid clusterId, [Description("As the Alertmanager gave it.")] string silenceId, SilenceRequest body, ISilences silences, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await silences.ReplaceAsync(clusterId, silenceId, body, caller.Actor, cancellationToken));

    private static async Task<NoContent> ExpireAsync(
        Guid clusterId, [Description("As the Alertmanager gave it.")] string silenceId, ISilences silences, Caller caller, CancellationToken cancellationToken)
    {
        await silences.ExpireAsync(clusterId, silenceId, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<MetricsSourceView>> GetAsync(Guid clusterId, IAlertmanagers alertmanagers, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await alertmanagers.FindAsync(clusterId, caller.Actor, cancellationToken)
            ?? throw ProblemException.NotFound("No Alertmanager of this cluster is known", "Install Prometheus on it with its Alertmanager, or give its address."));

    private static async Task<Ok<MetricsSourceView>> SetAsync(
        Guid clusterId, MetricsSourceRequest body, IAlertmanagers alertmanagers, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await alertmanagers.SetAsync(clusterId, body, caller.Actor, cancellationToken));

    private static async Task<Ok<MetricsSourceCheck>> CheckAsync(Guid clusterId, IAlertmanagers alertmanagers, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await alertmanagers.CheckAsync(clusterId, caller.Actor, cancellationToken));

    private static async Task<NoContent> RemoveAsync(Guid clusterId, IAlertmanagers alertmanagers, Caller caller, CancellationToken cancellationToken)
    {
        await alertmanagers.RemoveAsync(clusterId, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}

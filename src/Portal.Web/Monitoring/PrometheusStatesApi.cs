using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.States;
using Portal.Web.Api;

namespace Portal.Web.Monitoring;

/// <summary>Alerts, rules, targets and what metrics mean, over all clusters.</summary>
internal static class PrometheusStatesApi
{
    public static void MapPrometheusStates(this RouteGroupBuilder api)
    {
        api.MapGet("/alerts", (HttpContext context, IGlobalStates states, Caller caller) => PrometheusApi.AnswerAsync(context, async () =>
        {
            var alerts = await states.AlertsAsync(QueryScope.All, caller.Actor, context.RequestAborted);
            return () => PrometheusAnswers.WriteAsync(context, alerts, "alerts");
        }));
        api.MapGet("/rules", (HttpContext context, IGlobalStates states, Caller caller, TimeProvider time) => PrometheusApi.AnswerAsync(context, async () =>
        {
            var asked = await PrometheusParameters.ReadAsync(context.Request, time, context.RequestAborted);
            var rules = await states.RulesAsync(asked.Rules, caller.Actor, context.RequestAborted);
            return () => PrometheusAnswers.WriteAsync(context, rules, "groups");
        }));
        api.MapGet("/targets", (HttpContext context, IGlobalStates states, Caller caller, TimeProvider time) => PrometheusApi.AnswerAsync(context, async () =>
        {
            var asked = await PrometheusParameters.ReadAsync(context.Request, time, context.RequestAborted);
            var targets = await states.TargetsAsync(QueryScope.All, asked.Pool, caller.Actor, context.RequestAborted);

            // Those that were dropped are thousands where few are scraped: they are not brought over.
            return () => PrometheusAnswers.WriteAsync(context, targets, "activeTargets", json =>
            {
                json.WriteStartArray("droppedTargets");
                json.WriteEndArray();
            });
        }));
        api.MapGet("/metadata", (HttpContext context, IGlobalStates states, Caller caller, TimeProvider time) => PrometheusApi.AnswerAsync(context, async () =>
        {
            var asked = await PrometheusParameters.ReadAsync(context.Request, time, context.RequestAborted);
            var meanings = await states.MeaningsAsync(asked.Meanings, caller.Actor, context.RequestAborted);
            return () => PrometheusAnswers.WriteAsync(context, meanings);
        }));
    }
}

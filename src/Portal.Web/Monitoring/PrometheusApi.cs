using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Evaluation;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Problems;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Monitoring;

/// <summary>
/// The HTTP API of Prometheus over all clusters, so that Grafana, promtool and scripts can use the portal as a data source
/// (https://prometheus.io/docs/prometheus/latest/querying/api/).
/// </summary>
internal static class PrometheusApi
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    public static void MapPrometheus(this WebApplication app)
    {
        var api = app.MapGroup($"{ApiPaths.Prometheus}/api/v1").RequireAuthorization(Permission.ViewMetrics.ToString()).DisableAntiforgery();
        api.MapMethods("/query", Methods, (HttpContext context, IGlobalQueries queries, Caller caller, TimeProvider time) =>
            QueryAsync(context, queries, caller, time, isRange: false));
        api.MapMethods("/query_range", Methods, (HttpContext context, IGlobalQueries queries, Caller caller, TimeProvider time) =>
            QueryAsync(context, queries, caller, time, isRange: true));
        api.MapMethods("/labels", Methods, (HttpContext context, IGlobalLabels labels, Caller caller, TimeProvider time) =>
            ListAsync(context, time, asked => labels.NamesAsync(asked, caller.Actor, context.RequestAborted), PrometheusAnswers.WriteAsync));
        api.MapGet("/label/{name}/values", (string name, HttpContext context, IGlobalLabels labels, Caller caller, TimeProvider time) =>
            ListAsync(context, time, asked => labels.ValuesAsync(name, asked, caller.Actor, context.RequestAborted), PrometheusAnswers.WriteAsync));
        api.MapMethods("/series", Methods, (HttpContext context, IGlobalLabels labels, Caller caller, TimeProvider time) =>
            ListAsync(context, time, asked => labels.SeriesAsync(asked, caller.Actor, context.RequestAborted), PrometheusAnswers.WriteAsync));

        api.MapPrometheusStates();

        // Grafana asks it to know what the server can do.
        api.MapGet("/status/buildinfo", () => TypedResults.Ok(new { status = "success", data = new { version = "3.0.0", application = "kurator-portal" } }));
    }

    private static Task QueryAsync(HttpContext context, IGlobalQueries queries, Caller caller, TimeProvider time, bool isRange) => AnswerAsync(context, async () =>
    {
        var asked = await PrometheusParameters.ReadAsync(context.Request, time, context.RequestAborted);
        TimeGrid grid = isRange ? asked.Range : asked.Instant;
        var answer = await queries.QueryAsync(new GlobalQuery(asked.Query, grid, QueryScope.All), caller.Actor, context.RequestAborted);
        return () => PrometheusAnswers.WriteAsync(context, answer, isRange);
    });

    private static Task ListAsync<T>(
        HttpContext context, TimeProvider time, Func<LabelQuery, Task<GlobalList<T>>> ask, Func<HttpContext, GlobalList<T>, Task> write) => AnswerAsync(context, async () =>
    {
        var list = await ask((await PrometheusParameters.ReadAsync(context.Request, time, context.RequestAborted)).Labels);
        return () => write(context, list);
    });

    /// <summary>Problems in the form that clients of Prometheus read. Nothing is written before the answer is whole.</summary>
    internal static async Task AnswerAsync(HttpContext context, Func<Task<Func<Task>>> ask)
    {
        Func<Task> write;
        try
        {
            write = await ask();
        }
        catch (ProblemException error)
        {
            await PrometheusAnswers.FailAsync(context, error.Problem, isOfExecution: error.InnerException is EvaluationException);
            return;
        }

        await write();
    }
}

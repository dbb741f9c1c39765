using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Evaluation;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Queries;

internal sealed class GlobalQueries(QueryMembers members, EngineAnswers answers, IOptions<MonitoringOptions> options) : IGlobalQueries
{
    /// <summary>As Prometheus bounds expressions by the body of a form.</summary>
    private const int MaxLength = 100_000;

    public async Task<GlobalAnswer> QueryAsync(GlobalQuery query, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ViewMetrics);
        if (query.Grid.Count > options.Value.MaxSteps)
        {
            throw Invalid($"{query.Grid.Count} steps are more than {options.Value.MaxSteps}.", "Take a longer step or a shorter range.");
        }

        var (expression, plan) = Plan(query.Expression);
        var chosen = plan.Leaves.Length == 0 ? [] : await members.ReadAsync(query.Scope, actor, Permission.ViewMetrics, cancellationToken);
        try
        {
            return await answers.RunAsync(expression, plan, chosen, query.Grid, cancellationToken);
        }
        catch (EvaluationException error)
        {
            throw new ProblemException(new Problem(ProblemKind.Invalid, "The question has no answer", error.Why, error.Remedy, "query"), error);
        }
    }

    internal static AnswerLimits Limits(MonitoringOptions options) =>
        new(options.MaxBytesPerCluster, options.MaxSeriesPerCluster, options.MaxSamples / 2, options.MaxSeries, options.MaxSamples);

    private static (PromqlExpression Expression, GlobalPlan Plan) Plan(string expression)
    {
        if (expression.Length > MaxLength)
        {
            throw Invalid($"It has {expression.Length} characters; at most {MaxLength} are read.", "Ask in parts.");
        }

        try
        {
            var parsed = PromqlParser.Parse(expression);
            return (parsed, GlobalPlanner.Plan(parsed));
        }
        catch (PromqlException error)
        {
            throw new ProblemException(
                new Problem(ProblemKind.Invalid, $"The expression cannot be read at character {error.Span.Start + 1}", error.Why, error.Remedy, "query"), error);
        }
    }

    private static ProblemException Invalid(string why, string remedy) => ProblemException.Invalid("The question was not asked", why, remedy, "query");
}

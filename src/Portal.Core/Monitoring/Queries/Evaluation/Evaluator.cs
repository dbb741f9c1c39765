using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;

namespace Portal.Core.Monitoring.Queries.Evaluation;

/// <summary>What an expression came to: series, or one number a step.</summary>
public sealed record Evaluated(SeriesSet? Series, double[]? Scalars);

/// <summary>
/// Evaluates a plan's tree over the merged answers: PromQL on instant vectors, at every step of a grid, by the rules of
/// Prometheus' own engine. Pure.
/// </summary>
/// <param name="leaves">The merged answers of the pushed queries.</param>
/// <param name="isComplete">Whether every cluster that counts has answered: absence is only known then.</param>
public sealed class Evaluator(TimeGrid grid, IReadOnlyDictionary<PushedQuery, SeriesSet> leaves, bool isComplete = true)
{
    private readonly HashSet<string> _warnings = [];

    /// <summary>What a reader of the result has to know.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings;

    internal TimeGrid Grid => grid;

    public Evaluated Evaluate(PromqlExpression expression) => expression.Type == PromqlType.Scalar
        ? new Evaluated(null, Scalar(expression))
        : new Evaluated(Vector(expression), null);

    internal double[] Scalar(PromqlExpression expression) => expression switch
    {
        NumberLiteral number => Steps(_ => number.Value),
        UnaryOperation unary => Scalar(unary.Inner) is var inner && unary.Negates ? [.. inner.Select(value => -value)] : inner,
        BinaryOperation binary => Scalars(binary),
        FunctionCall { Function.Name: "scalar" } call => Single(Vector(call.Arguments[0])),
        FunctionCall call => FunctionEvaluation.Scalar(this, call),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is no scalar."),
    };

    internal SeriesSet Vector(PromqlExpression expression) => expression switch
    {
        PushedQuery pushed => leaves[pushed],
        Absence absence => Absent(absence),
        UnaryOperation unary => unary.Negates ? BinaryEvaluation.WithScalar(this, BinaryOperator.Multiply, Vector(unary.Inner), Steps(_ => -1), false, false) : Vector(unary.Inner),
        BinaryOperation binary => BinaryEvaluation.Evaluate(this, binary),
        Aggregation aggregation => AggregateEvaluation.Evaluate(this, aggregation),
        FunctionCall call => FunctionEvaluation.Vector(this, call),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is no instant vector."),
    };

    internal double[] Steps(Func<int, double> value)
    {
        var values = new double[grid.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(i);
        }

        return values;
    }

    internal void Warn(string warning) => _warnings.Add(warning);

    private double[] Scalars(BinaryOperation binary)
    {
        var (left, right) = (Scalar(binary.Left), Scalar(binary.Right));
        return Steps(i => BinaryEvaluation.Value(binary.Operator, left[i], right[i], out var holds) is var value && binary.Operator.IsComparison() ? holds ? 1 : 0 : value);
    }

    private double[] Single(SeriesSet vector) => Steps(i =>
    {
        var present = vector.Series.Where(series => !Series.IsGap(series.Values[i])).Take(2).ToList();
        return present.Count == 1 ? present[0].Values[i] : double.NaN;
    });

    private SeriesSet Absent(Absence absence)
    {
        var present = Vector(absence.Presence);
        var built = new SeriesBuilder(grid);
        for (var i = 0; i < grid.Count; i++)
        {
            if (present.Series.Any(series => series.Has(i)))
            {
                continue;
            }

            if (isComplete)
            {
                built.Set(LabelSet.Of(absence.Labels), i, 1);
            }
            else
            {
                Warn("Whether something is absent is not known while clusters are missing.");
            }
        }

        return built.Build();
    }
}

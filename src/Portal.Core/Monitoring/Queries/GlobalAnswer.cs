using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;

namespace Portal.Core.Monitoring.Queries;

/// <summary>The answer to a question about many clusters.</summary>
/// <param name="Type">Scalar, text or instant vector.</param>
/// <param name="Series">The series, in an order that means something for <c>sort</c> and <c>topk</c> alone.</param>
/// <param name="Scalars">One number a step where the question is for a scalar.</param>
/// <param name="Coverage">Of which clusters it tells.</param>
/// <param name="AnsweredAt">When it was put together: what it tells is as old as that.</param>
public sealed record GlobalAnswer(
    GlobalPlan Plan, PromqlType Type, TimeGrid Grid, IReadOnlyList<Series> Series, double[]? Scalars, string? Text,
    Coverage Coverage, IReadOnlyList<string> Warnings, DateTimeOffset AnsweredAt)
{
    /// <summary>The global engines that were asked, and what became of it.</summary>
    public IReadOnlyList<EngineUse> Engines { get; init; } = [];
}

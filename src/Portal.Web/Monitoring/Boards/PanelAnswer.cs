using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Boards.Variables;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Web.Monitoring.Boards;

/// <summary>What the clusters answered to the questions of a panel.</summary>
public sealed record PanelAnswer(IReadOnlyList<PanelPart> Parts)
{
    /// <summary>Of the answer that tells least: a panel is no more whole than its worst part.</summary>
    public Coverage Coverage => Parts.MinBy(part => part.Answer.Coverage.Asked == 0 ? 1 : (double)part.Answer.Coverage.Answered / part.Answer.Coverage.Asked)!.Answer.Coverage;

    public DateTimeOffset At => Parts.Min(part => part.Answer.AnsweredAt);

    public IReadOnlyList<string> Warnings => [.. Parts.SelectMany(part => part.Answer.Warnings).Distinct()];

    /// <summary>Why a question could not be answered as a whole; null when all could.</summary>
    public string? Why => Parts.Select(part => part.Answer.Plan.Why).FirstOrDefault(why => why is not null);

    public TimeGrid Grid => Parts[0].Answer.Grid;

    /// <summary>The series of all questions, by the names that the panel gives them.</summary>
    public IReadOnlyList<ChartLine> Lines(string scalar) => [.. Parts.SelectMany(part => Lines(part, scalar))];

    private static IEnumerable<ChartLine> Lines(PanelPart part, string scalar) => part.Answer.Scalars is { } scalars
        ? [new ChartLine(part.Query.Legend is { Length: > 0 } legend ? legend : scalar, scalars)]
        : ChartLine.Of(part.Answer.Series).Zip(part.Answer.Series, (line, series) => line with { Name = LegendText.Of(part.Query.Legend, series.Labels) ?? line.Name });
}

/// <summary>A question of a panel with its answer.</summary>
public sealed record PanelPart(PanelQuery Query, GlobalAnswer Answer);

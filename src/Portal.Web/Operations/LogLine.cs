using System.Globalization;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Web.Operations;

/// <summary>A line of an operation's log.</summary>
/// <param name="Sequence">Grows with time; gaps mean nothing.</param>
/// <param name="Step">The step's ordinal; null for lines of the operation itself.</param>
internal sealed record LogLine(long Sequence, int? Step, DateTimeOffset At, LineLevel Level, string Text)
{
    public static LogLine Of(OperationLogLine line) => new(line.Sequence, line.Step, line.At, line.Level, line.Text);

    /// <summary>Next is the sequence number to read after; null when there is no more for now.</summary>
    public static Page<LogLine> Page(IReadOnlyList<OperationLogLine> lines, int take) => new(
        [.. lines.Select(Of)],
        null,
        lines.Count == take ? lines[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
}

using Portal.Core.Operations;

namespace Portal.Web.Operations;

/// <summary>Which lines of the log are shown.</summary>
/// <param name="Step">The step's ordinal; null for all.</param>
/// <param name="Least">The least level.</param>
/// <param name="Find">Matched anywhere, without case.</param>
public sealed record LogFilter(int? Step, LineLevel Least, string Find)
{
    public bool ShowsAll => Step is null && Least == LineLevel.Debug && Find.Length == 0;

    public bool Shows(NumberedLine line) =>
        (Step is null || line.Step == Step)
        && line.Level >= Least
        && (Find.Length == 0 || line.Text.Contains(Find, StringComparison.OrdinalIgnoreCase));
}

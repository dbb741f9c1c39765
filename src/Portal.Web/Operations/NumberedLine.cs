using Portal.Core.Operations;

namespace Portal.Web.Operations;

/// <summary>A line with its number in the log, from 1: what a link such as #L12 means.</summary>
public sealed record NumberedLine(int Number, int? Step, DateTimeOffset At, LineLevel Level, string Text);

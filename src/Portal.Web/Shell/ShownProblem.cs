using Portal.Core.Problems;

namespace Portal.Web.Shell;

/// <summary>A problem as a page shows it.</summary>
/// <param name="Reference">Finds the log lines of a fault of the portal itself; null for any other problem.</param>
public sealed record ShownProblem(Problem Problem, string? Reference = null);

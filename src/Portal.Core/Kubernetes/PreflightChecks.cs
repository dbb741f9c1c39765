using Portal.Core.Clusters;
using Portal.Core.Problems;

namespace Portal.Core.Kubernetes;

/// <summary>The four outcomes of a check.</summary>
internal static class PreflightChecks
{
    public static PreflightCheck Passed(string name, string detail) => new(name, CheckOutcome.Passed, detail, "");

    public static PreflightCheck Warning(string name, string detail, string remedy) => new(name, CheckOutcome.Warning, detail, remedy);

    public static PreflightCheck Failed(string name, string detail, string remedy) => new(name, CheckOutcome.Failed, detail, remedy);

    public static PreflightCheck Failed(string name, ProblemException exception) =>
        Failed(name, $"{exception.Problem.What}. {exception.Problem.Why}", exception.Problem.Remedy);

    /// <param name="needed">The check that failed.</param>
    public static PreflightCheck Skipped(string name, string needed) =>
        new(name, CheckOutcome.Skipped, $"Not checked, because the check '{needed}' did not pass.", $"Mend '{needed}' first.");
}

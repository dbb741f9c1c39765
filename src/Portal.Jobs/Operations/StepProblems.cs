using System.Globalization;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Jobs.Operations;

/// <summary>The words for what the runner itself finds wrong.</summary>
internal static class StepProblems
{
    public static Problem OutOfTime(Operation operation, OperationStep step) => new(
        ProblemKind.Unavailable,
        $"Step {step.Name} on {operation.TargetName} did not end in time",
        $"It may take {Words(step.TimeLimit)}; what it waited for did not come. The log says how far it got.",
        "Look at the log and at the cluster, then retry: it goes on from this step.");

    public static Problem OutOfTime(Operation operation) => new(
        ProblemKind.Unavailable,
        $"The operation on {operation.TargetName} did not end in time",
        $"It may take {Words(operation.TimeLimit)} in all, counted from its start.",
        "Look at the log and at the cluster, then retry: it goes on from the step that did not end.");

    public static Problem DatabaseAway(Operation operation, OperationStep step) => new(
        ProblemKind.Unavailable,
        $"Step {step.Name} on {operation.TargetName} lost the portal's database",
        "The connection broke, or could not be made.",
        "Look at the portal's PostgreSQL, then retry: it goes on from this step.");

    public static Problem Unexpected(Operation operation, OperationStep step, string reference) => new(
        ProblemKind.Internal,
        $"Step {step.Name} on {operation.TargetName} failed unexpectedly",
        $"This is a fault of the portal, reference {reference}.",
        "Retry. If it fails again, give the reference to the portal's administrator: its log has the details.");

    public static Problem NotSettled(Operation operation, string reference) => new(
        ProblemKind.Internal,
        $"The end of the operation on {operation.TargetName} could not be recorded in full",
        $"This is a fault of the portal, reference {reference}. The steps did what the log says.",
        "Retry. If it fails again, give the reference to the portal's administrator: its log has the details.");

    public static Problem Redacted(Problem problem, Redactor redactor) => problem with
    {
        What = redactor.Redact(problem.What),
        Why = redactor.Redact(problem.Why),
        Remedy = redactor.Redact(problem.Remedy),
    };

    private static string Words(TimeSpan time) => time >= TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} seconds");
}

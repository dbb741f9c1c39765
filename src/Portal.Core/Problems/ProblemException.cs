namespace Portal.Core.Problems;

/// <summary>Carries a <see cref="Problem"/> to the page, endpoint or operation that shows it.</summary>
public sealed class ProblemException(Problem problem, Exception? inner = null) : Exception($"{problem.What}: {problem.Why}", inner)
{
    public Problem Problem { get; } = problem;

    public static ProblemException Invalid(string what, string why, string remedy, string? field = null) =>
        new(new Problem(ProblemKind.Invalid, what, why, remedy, field));

    public static ProblemException NotFound(string what, string remedy = "Check the address, or pick it from the list.") =>
        new(new Problem(ProblemKind.NotFound, what, "It does not exist, or is not visible to you.", remedy));

    public static ProblemException Conflict(string what, string why, string remedy, string? field = null) =>
        new(new Problem(ProblemKind.Conflict, what, why, remedy, field));

    public static ProblemException Forbidden(string what, string why, string remedy) =>
        new(new Problem(ProblemKind.Forbidden, what, why, remedy));

    public static ProblemException Unavailable(string what, string why, string remedy, Exception? inner = null) =>
        new(new Problem(ProblemKind.Unavailable, what, why, remedy), inner);

    public static ProblemException Refused(string what, string why, string remedy, Exception? inner = null) =>
        new(new Problem(ProblemKind.Refused, what, why, remedy), inner);
}

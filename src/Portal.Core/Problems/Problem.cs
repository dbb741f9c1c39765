namespace Portal.Core.Problems;

/// <summary>What went wrong, in the words a person needs: the thing, the cause, the remedy. Never holds a secret.</summary>
/// <param name="Kind">Decides the HTTP status and whether a retry can help.</param>
/// <param name="What">What happened, naming the object ("Cluster member1 cannot be reached").</param>
/// <param name="Why">The cause as far as it is known.</param>
/// <param name="Remedy">What the person can do now.</param>
/// <param name="Field">The input field at fault, in camel case, or null.</param>
public sealed record Problem(ProblemKind Kind, string What, string Why, string Remedy, string? Field = null);

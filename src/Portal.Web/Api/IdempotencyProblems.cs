using Portal.Core.Problems;

namespace Portal.Web.Api;

/// <summary>Why a key was not accepted.</summary>
internal static class IdempotencyProblems
{
    public static readonly Problem Malformed = new(
        ProblemKind.Invalid, "The request was refused", $"{IdempotentPosts.Header} has 1 to 128 visible ASCII characters.",
        "Send a UUID.", IdempotentPosts.Header);

    public static readonly Problem OtherRequest = new(
        ProblemKind.Invalid, "The request was refused", $"Its {IdempotentPosts.Header} was used for another request.",
        "Use a new key for each request.", IdempotentPosts.Header);

    public static readonly Problem StillRuns = new(
        ProblemKind.Conflict, "The request was not run again", "The first one under this key has not ended.",
        "Wait, then send it again. If it never ends, the portal was stopped meanwhile: look whether it took effect, then use a new key.");

    public static readonly Problem WasSecret = new(
        ProblemKind.Conflict, "The request was not run again", "It succeeded, and its answer carried a secret, which is not kept.",
        "Revoke or reset what it made, then send it under a new key.");
}

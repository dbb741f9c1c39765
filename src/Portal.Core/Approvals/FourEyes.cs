using Portal.Core.Access;
using Portal.Core.Problems;

namespace Portal.Core.Approvals;

/// <summary>What every decision on another's request is held to, whatever is asked for.</summary>
internal static class FourEyes
{
    private const int MaxComment = 1000;

    /// <summary>Forbidden for who asked for it or described it last.</summary>
    /// <param name="name">What is asked for, by its name.</param>
    public static void DemandAnother(Actor actor, string name, Guid askedBy, Guid changedBy)
    {
        if (askedBy == actor.Id || changedBy == actor.Id)
        {
            throw ProblemException.Forbidden(
                "Nobody decides on what they asked for themselves", $"{actor.Name} has asked for {name} or described it.", "Let another approver decide.");
        }
    }

    /// <summary>Conflict when somebody has described it anew since.</summary>
    /// <param name="seen">The content hash that the person saw.</param>
    public static void DemandSeen(string name, string contentHash, string seen)
    {
        if (!string.Equals(contentHash, seen, StringComparison.Ordinal))
        {
            throw ProblemException.Conflict(
                $"The request for {name} was changed since you saw it",
                "A decision or a change applies to exactly what was shown.",
                "Load it again, and look at what is asked for now.",
                "contentHash");
        }
    }

    /// <summary>Invalid for a comment that is too long.</summary>
    public static void DemandComment(string comment)
    {
        if (comment.Length > MaxComment || comment.Contains('\0', StringComparison.Ordinal))
        {
            throw ProblemException.Invalid("The request was not decided", "A comment has at most 1,000 characters, and no NUL character.", "Shorten it.", "comment");
        }
    }

    /// <summary>Invalid for a refusal without words.</summary>
    public static void DemandReason(string comment)
    {
        if (comment.Trim().Length == 0)
        {
            throw ProblemException.Invalid("The request was not refused", "No reason is given.", "Say why, and how to comply.", "comment");
        }
    }
}

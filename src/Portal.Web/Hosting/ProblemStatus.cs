using Portal.Core.Problems;

namespace Portal.Web.Hosting;

/// <summary>The HTTP status of each kind of problem.</summary>
internal static class ProblemStatus
{
    public static int Of(ProblemKind kind) => kind switch
    {
        ProblemKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        ProblemKind.NotFound => StatusCodes.Status404NotFound,
        ProblemKind.Forbidden => StatusCodes.Status403Forbidden,
        ProblemKind.Conflict => StatusCodes.Status409Conflict,
        ProblemKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ProblemKind.Refused => StatusCodes.Status502BadGateway,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>What an answer without a body of its own says.</summary>
    public static Problem Describe(int status) => status switch
    {
        400 => new(ProblemKind.Invalid, "The request was not understood", "It is malformed.", "Compare it with /openapi/v1.json."),
        401 => new(ProblemKind.Forbidden, "Nobody is signed in", "The request carries no session and no valid token.", "Send an API token as 'Authorization: Bearer kp_…', or sign in."),
        403 => new(ProblemKind.Forbidden, "You may not do this", "It needs a role that you do not hold.", "Ask an administrator of the portal for the role."),
        404 => new(ProblemKind.NotFound, "Nothing is at this address", "It does not exist, or is not visible to you.", "Compare the address with /openapi/v1.json."),
        405 => new(ProblemKind.Invalid, "The method is not supported here", "The address exists, but not for this method.", "Compare the request with /openapi/v1.json."),
        412 => new(ProblemKind.Conflict, "It was not changed", "Somebody else changed it meanwhile.", "Read it again, then repeat the change with its new ETag."),
        413 => new(ProblemKind.Invalid, "The request is too large", "A body has at most 2 MiB.", "Send less."),
        415 => new(ProblemKind.Invalid, "The body's type is not supported", "Bodies are JSON.", "Send 'Content-Type: application/json'."),
        428 => new(ProblemKind.Invalid, "It was not changed", "The request does not say which version it changes.", "Read it first, and send its ETag in the header If-Match."),
        429 => new(ProblemKind.Unavailable, "Too many requests", "The limit of requests in a minute is reached.", "Wait a minute, then try again."),
        < 500 => new(ProblemKind.Invalid, "The request was refused", "It does not fit the address.", "Compare it with /openapi/v1.json."),
        _ => new(ProblemKind.Internal, "The portal failed", "A fault of its own, which was logged.", "Try again; if it lasts, give the reference to an administrator of the portal."),
    };
}

namespace Portal.Core.Problems;

/// <summary>The kinds of problem the portal tells apart.</summary>
public enum ProblemKind
{
    /// <summary>The input is wrong; the same call fails again (HTTP 400/422).</summary>
    Invalid,

    /// <summary>The thing does not exist, or this actor may not know of it (HTTP 404).</summary>
    NotFound,

    /// <summary>This actor may not do that (HTTP 403).</summary>
    Forbidden,

    /// <summary>The state of the thing refuses the act: taken name, stale version, running operation (HTTP 409).</summary>
    Conflict,

    /// <summary>A remote system could not be reached in time; trying again can help (HTTP 503).</summary>
    Unavailable,

    /// <summary>A remote system answered, and refused (HTTP 502).</summary>
    Refused,

    /// <summary>A fault of the portal itself (HTTP 500).</summary>
    Internal,
}

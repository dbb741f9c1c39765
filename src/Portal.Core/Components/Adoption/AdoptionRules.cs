using Portal.Core.Problems;

namespace Portal.Core.Components.Adoption;

/// <summary>Whether a release that was found may be taken over. Pure.</summary>
public static class AdoptionRules
{
    /// <summary>Null when it may be, else why not.</summary>
    /// <param name="status">As helm says it.</param>
    public static Problem? StatusRefusal(string name, string @namespace, string status) => status switch
    {
        "deployed" or "failed" => null,
        _ when status.StartsWith("pending-", StringComparison.Ordinal) => new(ProblemKind.Conflict,
            $"The release {name} in {@namespace} cannot be adopted now", $"helm says {status}: a helm works on it, or was cut off.",
            "Wait until it has ended, or roll it back with helm, and look again."),
        "uninstalling" => new(ProblemKind.Conflict,
            $"The release {name} in {@namespace} cannot be adopted now", "helm is uninstalling it, or was cut off.",
            "Wait until it is gone, and look again."),
        _ => new(ProblemKind.Conflict, $"The release {name} in {@namespace} cannot be adopted now", $"helm says {status}.", "Install it again with helm, or from the catalogue."),
    };
}

namespace Portal.Core.Components.Planning;

/// <summary>What a person wants of a component on a cluster.</summary>
public enum WishKind
{
    /// <summary>It shall be there: installed when it is missing, else kept.</summary>
    Install,

    /// <summary>What is there shall have another version or other values.</summary>
    Upgrade,

    /// <summary>It shall not be there.</summary>
    Uninstall,
}

/// <summary>One cell of a wish, as the resolver sees it: without the values themselves, which may hold secrets.</summary>
/// <param name="Version">Exactly this version; null for what is installed if it fits, else the newest that fits.</param>
/// <param name="NewValues">True when the values given differ from those that are installed.</param>
/// <param name="Off">Conditions of requirements that do not hold with the values given; null when none are given.</param>
/// <param name="Of">The title of the system that asks for it, or null.</param>
public sealed record PlanWish(
    Guid ClusterId, string Component, WishKind Kind, string? Version = null, bool NewValues = false, IReadOnlySet<string>? Off = null, string? Of = null);

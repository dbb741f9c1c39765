namespace Portal.Ctl.Contexts;

/// <summary>A portal, and the token for it.</summary>
/// <param name="User">Whose token it was when it was stored.</param>
internal sealed record PortalContext(Uri Url, string Token, string User = "")
{
    /// <summary>Without the token.</summary>
    public override string ToString() => $"PortalContext {{ {Url} }}";
}

/// <summary>What the file of contexts holds.</summary>
/// <param name="Current">The name of the one that is used when none is named; null when there is none.</param>
internal sealed record StoredContexts(string? Current, SortedDictionary<string, PortalContext> Contexts)
{
    public static StoredContexts Empty => new(null, new SortedDictionary<string, PortalContext>(StringComparer.Ordinal));
}

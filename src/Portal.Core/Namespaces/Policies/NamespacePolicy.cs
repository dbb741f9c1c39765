namespace Portal.Core.Namespaces.Policies;

/// <summary>The limits inside which a team may have namespaces: its own, or the portal's for teams without one.</summary>
public sealed class NamespacePolicy
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The team that it is for; null for the portal's default. One for each.</summary>
    public Guid? TeamId { get; init; }

    public required NamespaceLimits Limits { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }

    /// <summary>PostgreSQL's xmin: the optimistic-concurrency token.</summary>
    public uint Version { get; set; }
}

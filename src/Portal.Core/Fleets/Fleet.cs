using Portal.Core.Teams;

namespace Portal.Core.Fleets;

/// <summary>A group of clusters that belongs to a team.</summary>
public sealed class Fleet
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>A DNS label of at most 63 characters, unique in the portal.</summary>
    public required string Name { get; set; }

    public string Description { get; set; } = "";

    public required Guid TeamId { get; set; }

    public Team? Team { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>PostgreSQL's xmin: the optimistic-concurrency token.</summary>
    public uint Version { get; set; }
}

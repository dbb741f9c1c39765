namespace Portal.Core.Monitoring.Boards;

/// <summary>Who may look at a board.</summary>
public enum BoardVisibility
{
    /// <summary>Its owner alone.</summary>
    Personal,

    /// <summary>Everybody who may look at metrics.</summary>
    Organisation,
}

/// <summary>A dashboard that a person made.</summary>
public sealed class Board
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Name { get; set; }

    public required BoardVisibility Visibility { get; set; }

    public required Guid OwnerId { get; init; }

    public required string OwnerName { get; init; }

    /// <summary>What is on it.</summary>
    public required BoardDocument Document { get; set; }

    /// <summary>Kept beside the document, so that a list reads no documents.</summary>
    public required int PanelCount { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }

    /// <summary>PostgreSQL's xmin: the optimistic-concurrency token.</summary>
    public uint Version { get; set; }
}

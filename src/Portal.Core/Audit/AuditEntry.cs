namespace Portal.Core.Audit;

/// <summary>One act: who, from where, by which right and token, what, on what, and how it ended. Never changed, never deleted.</summary>
public sealed class AuditEntry
{
    /// <summary>Grows; with gaps, as a transaction that is undone takes a number too.</summary>
    public long Id { get; init; }

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The account; <see cref="Guid.Empty"/> for the portal itself, null where nobody was signed in.</summary>
    public Guid? ActorId { get; init; }

    public required string ActorName { get; init; }

    public Guid? TokenId { get; init; }

    /// <summary>An IP address; empty where it is not known.</summary>
    public string Address { get; init; } = "";

    /// <summary>The right that was used; empty for what needs none.</summary>
    public string Permission { get; init; } = "";

    /// <summary>One of <see cref="AuditActs"/>.</summary>
    public required string Act { get; init; }

    /// <summary>The table of what was changed ("fleets"), or one of <see cref="AuditKinds"/>.</summary>
    public required string Kind { get; init; }

    public string ObjectId { get; init; } = "";

    public string ObjectName { get; init; } = "";

    /// <summary>The columns that differ, as they were; null for what is new.</summary>
    public string? Old { get; init; }

    /// <summary>The columns that differ, as they are; null for what is gone.</summary>
    public string? New { get; init; }

    /// <summary>One of <see cref="AuditOutcomes"/>.</summary>
    public required string Outcome { get; init; }

    public Guid? OperationId { get; init; }

    /// <summary>What else is to be said; at most 2,000 characters, and no secret.</summary>
    public string Detail { get; init; } = "";
}

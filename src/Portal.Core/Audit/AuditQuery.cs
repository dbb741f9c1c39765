namespace Portal.Core.Audit;

/// <summary>Which entries. What is null or empty is not asked for.</summary>
public sealed record AuditQuery
{
    /// <summary>The name of an account, whole.</summary>
    public string? Actor { get; init; }

    /// <summary>Any of these words of <see cref="AuditActs"/>.</summary>
    public IReadOnlyList<string> Acts { get; init; } = [];

    /// <summary>Any of these tables or words of <see cref="AuditKinds"/>.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    public string? ObjectId { get; init; }

    /// <summary>Any of these words of <see cref="AuditOutcomes"/>.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    public Guid? OperationId { get; init; }

    /// <summary>Part of the object's name, of its id, or of the actor's name; any case.</summary>
    public string Search { get; init; } = "";

    /// <summary>Not before.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? To { get; init; }
}

using Portal.Core.Approvals;

namespace Portal.Core.Namespaces;

/// <summary>
/// A namespace that a team has, or asks for, on clusters of one fleet: what is asked for, what was approved of it, and the
/// application that brings it there. Team, fleet and name stay what they are.
/// </summary>
public sealed class TeamNamespace
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid TeamId { get; init; }

    public required Guid FleetId { get; init; }

    public required string Name { get; init; }

    /// <summary>What is asked for now.</summary>
    public required NamespaceContent Wanted { get; set; }

    /// <summary>Of what is asked for now.</summary>
    public required string ContentHash { get; set; }

    /// <summary>What is delivered and kept; null until something was approved. It holds the name and its place in the quota.</summary>
    public NamespaceContent? Approved { get; set; }

    public string? ApprovedHash { get; set; }

    /// <summary>How what is asked for now was decided.</summary>
    public AskState Ask { get; set; }

    /// <summary>Why it was refused; empty else.</summary>
    public string Reason { get; set; } = "";

    /// <summary>What the rules said when they were last asked.</summary>
    public List<RuleResult> Checks { get; set; } = [];

    public required Guid AskedById { get; init; }

    public required string AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Who described it last: may not approve it either.</summary>
    public required Guid ChangedById { get; set; }

    public required string ChangedBy { get; set; }

    public string ApprovedBy { get; set; } = "";

    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>The approver's words, or those of who refused.</summary>
    public string Comment { get; set; } = "";

    /// <summary>Until when it must be decided.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Clusters whose loss of the namespace, with all that is in it, was confirmed with what is asked for now.</summary>
    public Guid[] Leaving { get; set; } = [];

    /// <summary>Of the manifests and the placement of the application's newest revision; empty before.</summary>
    public string RenderedHash { get; set; } = "";

    /// <summary>Why the newest revision is delivered nowhere; empty else.</summary>
    public string Obstacle { get; set; } = "";

    /// <summary>What removes it from its clusters; null while nobody wants that.</summary>
    public Guid? DeletionOperationId { get; set; }

    /// <summary>PostgreSQL's xmin: one change at a time.</summary>
    public uint Version { get; set; }

    internal void Describe(NamespaceContent content) => (Wanted, ContentHash) = (content, content.HashFor(TeamId, FleetId, Name));
}

/// <summary>How what is asked for was decided. Each can be asked again.</summary>
public enum AskState
{
    /// <summary>The rules or an approver said no.</summary>
    Refused,

    /// <summary>It passes the rules and waits for an approver.</summary>
    Waiting,

    /// <summary>It is what is delivered and kept.</summary>
    Approved,

    Withdrawn,

    Expired,
}

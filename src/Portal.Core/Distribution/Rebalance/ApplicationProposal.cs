namespace Portal.Core.Distribution.Rebalance;

/// <summary>A better placement of an application's replicas, to be approved or dismissed. Kept when it is decided.</summary>
public sealed class ApplicationProposal
{
    public const int MostReason = 2000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ApplicationId { get; init; }

    /// <summary>The revision that was placed.</summary>
    public required int Revision { get; init; }

    public ProposalState State { get; set; } = ProposalState.Open;

    public required List<ProposedMove> Moves { get; init; }

    /// <summary>Why it is better, or what became of it, in words.</summary>
    public required string Reason { get; set; }

    /// <summary>How many objects would be removed, where a person has to confirm that; else null.</summary>
    public int? Deletions { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who has approved or dismissed it; null as long as nobody has.</summary>
    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public Guid? OperationId { get; set; }

    /// <summary>PostgreSQL's xmin: a person and the sweep do not write over each other.</summary>
    public uint Version { get; set; }

    public void Become(ProposalState state, string reason)
    {
        State = state;
        Reason = reason.Length > MostReason ? reason[..MostReason] : reason;
    }
}

/// <param name="Workload">Its key in the source.</param>
/// <param name="From">Replicas now; 0 where it is not there.</param>
/// <param name="To">Replicas to be; 0 where it is no longer to be there.</param>
public sealed record ProposedMove(Guid ClusterId, string ClusterName, string Workload, int From, int To);

/// <summary>The life of a proposal.</summary>
public enum ProposalState
{
    Open,

    /// <summary>Its operation runs.</summary>
    Applying,

    Applied,

    /// <summary>Its operation did not succeed, and was taken back.</summary>
    Failed,

    Dismissed,

    /// <summary>It no longer fits what is: another has taken its place, or none is better any more.</summary>
    Superseded,
}

using Portal.Core.Clusters;

namespace Portal.Core.Distribution.Failover;

/// <summary>An application on its way from a cluster that was lost, and what becomes of the copy there. Kept when it has ended.</summary>
public sealed class ApplicationEviction
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ApplicationId { get; init; }

    public required Guid ClusterId { get; init; }

    public Cluster? Cluster { get; init; }

    /// <summary>Since when the cluster does not answer.</summary>
    public required DateTimeOffset LostAt { get; init; }

    public EvictionState State { get; set; }

    public DateTimeOffset StateSince { get; set; }

    /// <summary>Why it is where it is, in words.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Replicas by workload, by cluster's name, as they were meant to be before: where they return to.</summary>
    public Dictionary<string, Dictionary<string, int>> Home { get; set; } = [];

    /// <summary>When the replacement was healthy; null as long as the copy counts.</summary>
    public DateTimeOffset? GivenUpAt { get; set; }

    /// <summary>The latest operation for it.</summary>
    public Guid? OperationId { get; set; }

    public int Attempts { get; set; }

    /// <summary>Not tried again before that; null for at once.</summary>
    public DateTimeOffset? NextAt { get; set; }

    /// <summary>Who has said that it may go on where it stopped and asked; null for nobody.</summary>
    public string? ApprovedBy { get; set; }

    /// <summary>How many objects may be removed by that.</summary>
    public int? ApprovedDeletions { get; set; }

    /// <summary>How many objects would be removed, where that has to be confirmed.</summary>
    public int? Deletions { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>PostgreSQL's xmin: a person and the sweep do not write over each other.</summary>
    public uint Version { get; set; }

    /// <summary>Into another state, for a reason.</summary>
    public void Become(EvictionState state, string reason, DateTimeOffset now)
    {
        if (State != state)
        {
            (State, StateSince) = (state, now);
        }

        Reason = reason.Length > MostReason ? reason[..MostReason] : reason;
        EndedAt = state is EvictionState.Removed or EvictionState.Returned or EvictionState.Withdrawn ? now : null;
    }

    public const int MostReason = 2000;
}

/// <summary>How far an eviction is. The last three are final.</summary>
public enum EvictionState
{
    /// <summary>Tried again at its time: nothing fits yet, or the attempt before has failed.</summary>
    Waiting,

    /// <summary>It has stopped, and a person is asked.</summary>
    Held,

    /// <summary>A person has said that nothing is to be done until the cluster is back.</summary>
    Dismissed,

    /// <summary>The replacement is being made.</summary>
    Moving,

    /// <summary>The replacement was healthy: the copy on the lost cluster is given up, and removed when it is back.</summary>
    Evicted,

    /// <summary>The cluster is back, and its copy is being removed.</summary>
    Clearing,

    /// <summary>The cluster is back, and so are its replicas in a moment.</summary>
    Returning,

    Removed,
    Returned,

    /// <summary>The cluster was back, or the fail-over turned off, before anything was given up.</summary>
    Withdrawn,
}

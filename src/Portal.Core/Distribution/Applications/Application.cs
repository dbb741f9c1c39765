using Portal.Core.Fleets;

namespace Portal.Core.Distribution.Applications;

/// <summary>A workload that is described once and delivered to many clusters of a fleet.</summary>
public sealed class Application
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>A DNS label of at most 48 characters, unique in the portal.</summary>
    public required string Name { get; init; }

    public required Guid FleetId { get; init; }

    public Fleet? Fleet { get; init; }

    public string Description { get; set; } = "";

    /// <summary>
    /// The cluster by which the Karmada is reached that delivers it: a host of one that the portal has installed, or a cluster
    /// that is the API of one. Null where the portal delivers directly.
    /// </summary>
    public Guid? ControlPlaneId { get; init; }

    /// <summary>The team's namespace that it brings to clusters, which alone changes it; null for an application of people.</summary>
    public Guid? NamespaceId { get; init; }

    public ApplicationState State { get; set; } = ApplicationState.New;

    /// <summary>Why the state is what it is; empty when nothing has to be said.</summary>
    public string StateReason { get; set; } = "";

    public DateTimeOffset StateSince { get; set; }

    /// <summary>The newest revision.</summary>
    public int LatestRevision { get; set; }

    /// <summary>The revision that was last asked to be delivered, or null.</summary>
    public int? DeliveredRevision { get; set; }

    /// <summary>The latest delivery or removal, or null.</summary>
    public Guid? LastOperationId { get; set; }

    /// <summary>
    /// As the delivered revision says: after how many seconds without an answer a cluster is given up, or null for never. Kept here
    /// so that looking for lost clusters reads no revision.
    /// </summary>
    public int? FailoverAfterSeconds { get; set; }

    /// <summary>As the delivered revision says: whether replicas go back to a cluster that is there again.</summary>
    public bool FailoverReturns { get; set; }

    /// <summary>When it is looked for a better placement next; null where the delivered revision wants none.</summary>
    public DateTimeOffset? RebalanceDueAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>PostgreSQL's xmin: one change at a time.</summary>
    public uint Version { get; set; }

    public List<ApplicationRevision> Revisions { get; init; } = [];

    public List<ApplicationCluster> Clusters { get; init; } = [];

    /// <summary>An operation owns the application from now on.</summary>
    /// <param name="state">Delivering or Deleting.</param>
    public void Begin(ApplicationState state, Guid operation, DateTimeOffset now) =>
        (State, StateReason, StateSince, LastOperationId) = (state, "", now, operation);
}

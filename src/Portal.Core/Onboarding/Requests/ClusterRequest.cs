using Portal.Core.Approvals;
using Portal.Core.Clusters;

namespace Portal.Core.Onboarding.Requests;

/// <summary>A team's request for a cluster. Outlives the fleet and the cluster that it names.</summary>
public sealed class ClusterRequest
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid TeamId { get; init; }

    public string Name { get; set; } = "";

    public Guid FleetId { get; set; }

    public ClusterKind Kind { get; set; }

    public string Provider { get; set; } = "";

    public string Region { get; set; } = "";

    public string Zone { get; set; } = "";

    public Dictionary<string, string> Labels { get; set; } = [];

    public string KubernetesVersion { get; set; } = "";

    public int Nodes { get; set; }

    public string Purpose { get; set; } = "";

    public string Profile { get; set; } = "";

    /// <summary>Of what is asked for now.</summary>
    public string ContentHash { get; set; } = "";

    /// <summary>Of what was approved; null when nothing is.</summary>
    public string? ApprovedHash { get; set; }

    public RequestState State { get; set; }

    /// <summary>While failed: what failed.</summary>
    public RequestState? FailedIn { get; set; }

    /// <summary>Why it was refused or has failed; empty else.</summary>
    public string Reason { get; set; } = "";

    /// <summary>What the rules said when they were last asked.</summary>
    public List<RuleResult> Checks { get; set; } = [];

    public required Guid AskedById { get; init; }

    public required string AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Who described it last: may not approve it either.</summary>
    public required Guid ChangedById { get; set; }

    public string ApprovedBy { get; set; } = "";

    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>The approver's words, or those of who refused.</summary>
    public string Comment { get; set; } = "";

    /// <summary>Until when it must be decided, or joined by.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public Guid? ClusterId { get; set; }

    public Guid? TestOperationId { get; set; }

    public RequestContent Content() =>
        new(Name, FleetId, Kind, Provider, Region, Zone, Labels, KubernetesVersion, Nodes, Purpose, Profile);

    internal void Describe(RequestContent content)
    {
        (Name, FleetId, Kind) = (content.Name, content.FleetId, content.Kind);
        (Provider, Region, Zone) = (content.Provider, content.Region, content.Zone);
        Labels = new Dictionary<string, string>(content.Labels);
        (KubernetesVersion, Nodes, Purpose, Profile) = (content.KubernetesVersion, content.Nodes, content.Purpose, content.Profile);
        ContentHash = content.HashFor(TeamId);
    }
}

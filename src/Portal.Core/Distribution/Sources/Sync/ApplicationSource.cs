using Portal.Core.Components.Planning;
using Portal.Core.Distribution.Applications;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>From where an application's manifests come, and how far the portal has followed it. A worker fills it in.</summary>
public sealed class ApplicationSource : ICheckedRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ApplicationId { get; init; }

    public required SourceDefinition Definition { get; set; }

    /// <summary>A token, the webhook's secret and the chart's values, encrypted.</summary>
    public required byte[] ProtectedSecrets { get; set; }

    /// <summary>The policy of the first revision: later ones have that of the one before.</summary>
    public ApplicationPolicy? FirstPolicy { get; set; }

    /// <summary>Checking while a sync is wanted or under way, then how the last one ended.</summary>
    public PlanState State { get; set; } = PlanState.Checking;

    public Problem? Failure { get; set; }

    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>When the sync was asked for: the order of those that wait.</summary>
    public required DateTimeOffset AskedAt { get; set; }

    /// <summary>True when another was asked for while one was under way.</summary>
    public bool Again { get; set; }

    /// <summary>When the next look is due by itself; null for never.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>How many syncs in a row have failed.</summary>
    public int Failures { get; set; }

    /// <summary>When the last sync ended, however that was.</summary>
    public DateTimeOffset? CheckedAt { get; set; }

    /// <summary>What the server named at the last good sync: while it names the same nothing is fetched. Empty for nothing.</summary>
    public string Mark { get; set; } = "";

    /// <summary>Of the last good sync.</summary>
    public SourceOrigin? Origin { get; set; }

    public DateTimeOffset? SyncedAt { get; set; }

    /// <summary>The revision that the last good sync led to, or found unchanged.</summary>
    public int? Revision { get; set; }

    /// <summary>The revision that waits to be delivered by itself, or null.</summary>
    public int? Undelivered { get; set; }

    /// <summary>Why it could not be delivered; null when it was.</summary>
    public Problem? DeliveryFailure { get; set; }
}

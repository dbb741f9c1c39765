using Portal.Core.Distribution.Applications;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>How far a source is followed.</summary>
public enum SourceState
{
    /// <summary>A sync is wanted or under way.</summary>
    Syncing,

    Synced,

    Failed,
}

/// <summary>A source without what is secret.</summary>
/// <param name="Values">Null for those who may not change the application.</param>
/// <param name="Failure">Why the last sync failed.</param>
/// <param name="Origin">Of the last good sync, which stays after one that failed.</param>
/// <param name="Undelivered">The revision that waits to be delivered by itself.</param>
/// <param name="FirstPolicy">Of the revision that the first good sync makes, as it was given with a new application; else null.</param>
/// <param name="WebhookPath">Where a Git server may tell of a push; null while there is no secret for it.</param>
public sealed record ApplicationSourceView(
    SourceDefinition Definition,
    bool HasToken,
    string? Values,
    SourceState State,
    Problem? Failure,
    DateTimeOffset? CheckedAt,
    DateTimeOffset? SyncedAt,
    DateTimeOffset? DueAt,
    SourceOrigin? Origin,
    int? Revision,
    int? Undelivered,
    Problem? DeliveryFailure,
    string? WebhookPath,
    ApplicationPolicy? FirstPolicy = null);

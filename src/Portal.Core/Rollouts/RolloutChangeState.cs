namespace Portal.Core.Rollouts;

/// <summary>The life of one change of a rollout. The last three are final until the rollout is retried.</summary>
public enum RolloutChangeState
{
    Waiting,

    /// <summary>Its operation is queued or runs, or is about to be made.</summary>
    Started,

    Succeeded,

    /// <summary>Its operation failed or was cancelled, or could not be started.</summary>
    Failed,

    /// <summary>Never started: what it needs has failed, or the rollout was stopped.</summary>
    Skipped,
}

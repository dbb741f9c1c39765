namespace Portal.Core.Rollouts;

/// <summary>When in a rollout a change has its turn.</summary>
public enum RolloutStage
{
    /// <summary>Before all others: they start when every canary has succeeded.</summary>
    Canary,

    Main,

    /// <summary>Takes back a change of the same rollout after another has failed.</summary>
    Undo,
}

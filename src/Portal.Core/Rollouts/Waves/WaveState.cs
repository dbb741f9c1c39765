namespace Portal.Core.Rollouts.Waves;

/// <summary>The life of a wave.</summary>
public enum WaveState
{
    Waiting,

    /// <summary>Its changes run.</summary>
    Running,

    /// <summary>Its changes have ended: it is left alone for its soak time, and then checked.</summary>
    Soaking,

    Passed,

    Failed,
}

namespace Portal.Core.Monitoring.Engines;

/// <summary>What a global engine did for an answer.</summary>
public enum EnginePart
{
    /// <summary>It answered the question as a whole.</summary>
    Whole,

    /// <summary>It answered what its clusters would have been asked; the portal put that together.</summary>
    Parts,

    /// <summary>It gave no answer: its clusters were asked directly.</summary>
    Failed,
}

/// <summary>A global engine that was asked for an answer.</summary>
/// <param name="Clusters">For how many clusters it answered.</param>
/// <param name="Why">Why it gave no answer; null when it did.</param>
/// <param name="Lag">How old the newest sample is of the cluster whose newest is the oldest; null where the question is not about now.</param>
/// <param name="Oldest">That cluster.</param>
public sealed record EngineUse(Guid FleetId, string Fleet, EngineKind Kind, EnginePart Part, int Clusters, string? Why, TimeSpan? Lag, string? Oldest);

namespace Portal.Core.Components.Catalog;

/// <summary>What must be so in the cluster before the portal says "ready".</summary>
public sealed record ComponentReadiness
{
    public IReadOnlyList<ReadyWorkload> Workloads { get; init; } = [];

    public IReadOnlyList<ReadyJob> Jobs { get; init; } = [];

    public IReadOnlyList<string> Crds { get; init; } = [];
}

/// <param name="Kind">Deployment, StatefulSet or DaemonSet.</param>
/// <param name="Namespace">Null for the component's own.</param>
/// <param name="EnabledBy">The condition on the values under which it is made; null for always.</param>
public sealed record ReadyWorkload(string Kind, string Name, string? Namespace = null, string? EnabledBy = null);

/// <param name="RemovedWhenDone">True when a missing job counts as done: it is cleaned up by a time to live or by helm.</param>
public sealed record ReadyJob(string Name, string? Namespace = null, string? EnabledBy = null, bool RemovedWhenDone = false);

/// <summary>A question to Prometheus whose answer is empty while all is well.</summary>
/// <param name="Problem">What is wrong for each series of the answer: a sentence.</param>
/// <param name="Query">PromQL.</param>
public sealed record HealthQuery(string Problem, string Query);

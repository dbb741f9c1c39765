namespace Portal.Jobs.Components.Readiness;

/// <summary>One thing that must be so before a component is ready.</summary>
/// <param name="Name">"Deployment volcano-scheduler".</param>
/// <param name="Why">Why not yet, in words; empty when ready.</param>
/// <param name="Hopeless">True when waiting cannot help: a job that failed for good.</param>
/// <param name="Remedy">What a person can do about it; empty when nothing is known.</param>
/// <param name="Troubled">True when something is wrong, and not only under way.</param>
internal sealed record ReadinessItem(string Name, bool Ready, string Why = "", bool Hopeless = false, string Remedy = "", bool Troubled = false);

/// <summary>All of a component's items as last seen.</summary>
internal sealed record ReadinessReport(IReadOnlyList<ReadinessItem> Items)
{
    public bool Ready => Items.All(item => item.Ready);

    public ReadinessItem? FirstMissing => Items.FirstOrDefault(item => !item.Ready);

    /// <summary>"3 of 4 ready; waiting for Deployment x: ImagePullBackOff on pod y".</summary>
    public string Summary
    {
        get
        {
            var ready = $"{Items.Count(item => item.Ready)} of {Items.Count} ready";
            return FirstMissing is { } missing ? $"{ready}; waiting for {missing.Name}: {missing.Why}" : ready;
        }
    }
}

using Portal.Core.Clusters;

namespace Portal.Core.Distribution.Pods;

/// <param name="Pods">At most <see cref="MemberPods.Most"/>, the troubled ones first.</param>
/// <param name="More">That there are more pods than these.</param>
public sealed record WorkloadPods(IReadOnlyList<PodView> Pods, bool More, IReadOnlyList<MemberEvent> Events);

/// <param name="State">As kubectl says it: Running, CrashLoopBackOff, Completed, …</param>
/// <param name="Reason">Why it is not ready, in the cluster's words; else empty.</param>
public sealed record PodView(
    string Name, string Node, string State, string Reason, bool Ready, int Restarts, DateTimeOffset? StartedAt, IReadOnlyList<ContainerView> Containers);

/// <param name="State">Running, or why it waits or has ended.</param>
/// <param name="LastEnd">How its run before the last restart ended; empty when there was none.</param>
public sealed record ContainerView(string Name, string Image, bool Init, bool Ready, string State, string Message, int Restarts, string LastEnd);

/// <param name="Lines">The newest last.</param>
/// <param name="Cut">That there is more before the first line.</param>
public sealed record ContainerLog(string Pod, string Container, bool Previous, IReadOnlyList<string> Lines, bool Cut)
{
    /// <summary>Without the lines: they may hold anything.</summary>
    public override string ToString() => $"{Pod}/{Container}";
}

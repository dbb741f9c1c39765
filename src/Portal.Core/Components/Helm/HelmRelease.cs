using Portal.Core.Kubernetes;

namespace Portal.Core.Components.Helm;

/// <summary>Which release, and what people call it and its cluster.</summary>
public sealed record HelmRelease(string Name, string Namespace, string Title, string ClusterName);

/// <summary>Two YAML texts, the second laid over the first.</summary>
public sealed record HelmValues(string Defaults, string Given)
{
    /// <summary>Never the values.</summary>
    public override string ToString() => nameof(HelmValues);
}

/// <summary>Where a changing call goes, who hears its lines, and how long it may take.</summary>
public sealed record HelmRun(ClusterAccess Cluster, Action<string> Line, TimeSpan TimeLimit);

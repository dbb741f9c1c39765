namespace Portal.Core.Distribution.Karmada;

/// <summary>What Karmada calls its policies, and where their marks are.</summary>
public static class KarmadaPolicyApi
{
    public const string Group = "policy.karmada.io";

    public const string Version = $"{Group}/v1alpha1";

    public const string Propagation = "PropagationPolicy";

    public const string ClusterPropagation = "ClusterPropagationPolicy";

    public const string Override = "OverridePolicy";

    public const string ClusterOverride = "ClusterOverridePolicy";

    /// <summary>Karmada takes every namespace to every member, but for those that say no.</summary>
    public const string SkipAutoPropagation = "namespace.karmada.io/skip-auto-propagation";

    /// <summary>In these Karmada keeps its own, or what belongs to a cluster's life: it carries nothing of them.</summary>
    public static bool IsReserved(string @namespace) =>
        @namespace is "karmada-system" or "karmada-cluster"
        || @namespace.StartsWith("karmada-es-", StringComparison.Ordinal) || @namespace.StartsWith("kube-", StringComparison.Ordinal);
}

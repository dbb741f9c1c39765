namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>What karmadactl register calls the agent's things.</summary>
internal static class AgentNames
{
    /// <summary>Deployment, ClusterRole and binding in the member.</summary>
    public const string Agent = "karmada-agent";

    public const string Account = "karmada-agent-sa";

    /// <summary>The Secret, and its key: the chart's Secret of that name on the host has another key.</summary>
    public const string Kubeconfig = "karmada-kubeconfig";

    public const string Group = "system:karmada:agents";

    public static string User(string cluster) => $"system:karmada:agent:{cluster}";

    /// <summary>In Karmada, for all of its members.</summary>
    public static string Role(string cluster) => $"system:karmada:{cluster}:agent";

    public static string SecretRole(string cluster) => $"system:karmada:{cluster}:agent-secret";

    public static string WorkRole(string cluster) => $"system:karmada:{cluster}:agent-work";
}

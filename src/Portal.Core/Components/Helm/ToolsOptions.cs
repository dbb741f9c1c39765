namespace Portal.Core.Components.Helm;

/// <summary>The section "Tools" of the configuration.</summary>
public sealed class ToolsOptions
{
    public const string Section = "Tools";
    public const string HelmKey = "Tools:Helm";
    public const string KubectlKey = "Tools:Kubectl";

    /// <summary>The path of the helm binary; null to look on PATH, and then among the tools that the set-up fetched.</summary>
    public string? Helm { get; set; }

    /// <summary>The path of the kubectl binary, which renders Kustomize folders; null to look as for helm.</summary>
    public string? Kubectl { get; set; }
}

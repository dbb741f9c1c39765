using Microsoft.Extensions.Options;
using Portal.Core.Components.Helm;
using Portal.Core.Problems;

namespace Portal.Jobs.Distribution.Sources;

/// <summary>Finds kubectl: where the configuration says, else on PATH, else in the folder of fetched tools.</summary>
internal sealed class KubectlTool(IOptions<ToolsOptions> options)
{
    public string Locate() => ToolPaths.Find("kubectl", options.Value.Kubectl).FirstOrDefault(File.Exists)
        ?? throw ProblemException.Refused("kubectl was not found", "There is no kubectl on PATH or among the portal's tools, and Kustomize folders are rendered by it.", $"Install kubectl, or set {ToolsOptions.KubectlKey} to its path.");
}

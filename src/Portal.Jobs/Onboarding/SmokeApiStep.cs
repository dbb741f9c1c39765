using k8s;
using Portal.Core.Components.Catalog;
using Portal.Core.Kubernetes;
using Portal.Core.Onboarding;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Onboarding;

/// <summary>The API answers under the portal's own account, and its version is one of those that the policy allows.</summary>
internal sealed class SmokeApiStep(IClusterConnections connections) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        string version;
        try
        {
            var client = await connections.ConnectAsync(context.ClusterId, cancellationToken);
            version = (await client.Version.GetCodeAsync(cancellationToken)).GitVersion;
        }
        catch (Exception exception) when (exception is not OperationCanceledException && KubernetesFaults.IsFault(exception))
        {
            throw KubernetesFaults.Describe(exception, context.ClusterName);
        }

        var range = context.Read<SmokeTest>().Versions;
        if (range.Length > 0 && !VersionRange.Contains(range, version))
        {
            throw ProblemException.Refused(
                $"Cluster {context.ClusterName} runs Kubernetes {version}",
                $"The onboarding policy allows {range}.",
                "Bring the cluster to an allowed version, then try the smoke test again.");
        }

        await context.ReportAsync($"Kubernetes {version}", cancellationToken);
    }
}

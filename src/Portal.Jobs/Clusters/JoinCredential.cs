using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Jobs.Clusters;

/// <summary>The uploaded credential of a running join, or the problem that asks for it again.</summary>
internal static class JoinCredential
{
    public static async Task<ScreenedKubeconfig> TakeAsync(ICredentialHandover handover, StepContext context, CancellationToken cancellationToken)
    {
        var kubeconfig = await handover.TakeAsync(context.OperationId, cancellationToken);
        if (kubeconfig is null)
        {
            throw ProblemException.Conflict(
                $"The kubeconfig for {context.ClusterName} is no longer at hand",
                "It is kept in memory only, for 30 minutes at most, and the process that held it was restarted.",
                "Give the kubeconfig again: the join goes on where it stood.");
        }

        foreach (var secret in new[] { kubeconfig.Token, kubeconfig.ClientKey, kubeconfig.Password })
        {
            if (!string.IsNullOrEmpty(secret))
            {
                context.Hide(secret);
            }
        }

        return kubeconfig;
    }
}

using Portal.Core.Components.Catalog;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>The way of a step to the Karmada of its system.</summary>
internal sealed class KarmadaAccess(KubeconfigScreening screening)
{
    public const string Host = "host";
    public const string Output = "kubeconfig";

    /// <summary>The caller disposes it. Null when Karmada has never been reached, or is no more.</summary>
    public async Task<KarmadaApi?> FindAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        if (await FindTextAsync(context, cancellationToken) is not { } kubeconfig)
        {
            return null;
        }

        context.Operation.Hide(kubeconfig);
        var api = new KarmadaApi(context.Connections.Connect(screening.Screen(kubeconfig, "")));
        try
        {
            await api.FindClusterAsync(context.Here.ClusterName, cancellationToken);
            return api;
        }
        catch (ProblemException) when (!cancellationToken.IsCancellationRequested)
        {
            api.Dispose();
            if (context.Force || await IsGoneAsync(context, cancellationToken))
            {
                return null;
            }

            throw;
        }
    }

    /// <summary>Unavailable while the host has not said how Karmada is reached.</summary>
    public async Task<ScreenedKubeconfig> ReadAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var kubeconfig = await FindTextAsync(context, cancellationToken) ?? throw ProblemException.Unavailable(
            $"Cluster {context.Here.ClusterName} cannot be joined to Karmada yet", "Karmada has not been reached on its host.",
            $"Wait until the step {SystemSteps.KarmadaAccess} has ended on the host, and retry.");
        context.Operation.Hide(kubeconfig);
        return screening.Screen(kubeconfig, "");
    }

    private static async Task<string?> FindTextAsync(SystemStepContext context, CancellationToken cancellationToken) =>
        context.In(Host) is [var host, ..] ? await context.FindOutputAsync(SystemSteps.KarmadaAccess, Output, host, cancellationToken) : null;

    /// <summary>The host has left the portal, or answers that Karmada is not on it. A host that does not answer tells nothing.</summary>
    private static async Task<bool> IsGoneAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var host = context.In(Host)[0];
            return await KarmadaSecret.FindAsync(await context.ReadAsync(host, cancellationToken), cancellationToken) is null;
        }
        catch (ProblemException error) when (error.Problem.Kind is ProblemKind.NotFound or ProblemKind.Conflict)
        {
            return true;
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error) || error is ProblemException)
        {
            return false;
        }
    }
}

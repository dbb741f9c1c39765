using k8s.Autorest;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>
/// Reads Karmada's kubeconfig from its host, finds an address at which it answers, and leaves both for other steps. The
/// certificate is for the name inside of the host cluster; the kubeconfig asks for that name at the other address, so no
/// certificate has to be made anew when an address comes late or changes.
/// </summary>
internal sealed class KarmadaAccessStep(KubeconfigScreening screening) : ISystemStep
{
    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        try
        {
            await FindAsync(context, cancellationToken);
        }
        catch (HttpOperationException error)
        {
            throw KubernetesFaults.Describe(error, context.Here.ClusterName);
        }
    }

    /// <summary>It has made nothing; what it left goes with the system.</summary>
    public Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task FindAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var text = await KarmadaSecret.FindAsync(await context.ReadAsync(context.Here, cancellationToken), cancellationToken)
            ?? throw ProblemException.Unavailable(
                $"Karmada on {context.Here.ClusterName} cannot be reached yet",
                $"Namespace {KarmadaNames.SystemNamespace} has no Secret with its kubeconfig ({KarmadaSecret.Names}).",
                "Wait until Karmada is installed; its pre-install job makes the Secret.");
        context.Operation.Hide(text);
        var found = screening.Screen(text, "");
        ProblemException? problem = null;
        foreach (var address in await KarmadaAddress.FindAsync(context, found.ApiServer, (string?)context.Settings["address"] ?? "", cancellationToken))
        {
            try
            {
                var kubeconfig = KarmadaKubeconfig.Write(found, address);
                context.Operation.Hide(kubeconfig);
                var version = await AskAsync(context, kubeconfig, cancellationToken);
                await context.SaveOutputAsync(SystemSteps.KarmadaAccess, KarmadaAccess.Output, kubeconfig, cancellationToken);
                await context.Operation.ReportAsync($"Karmada answers at {address.Authority}, Kubernetes {version}", cancellationToken);
                return;
            }
            catch (ProblemException error) when (error.Problem.Kind is ProblemKind.Unavailable or ProblemKind.Refused)
            {
                context.Operation.Warn($"Karmada at {address.Authority}: {error.Problem.Why}");
                problem = error;
            }
        }

        throw ProblemException.Unavailable(
            $"Karmada on {context.Here.ClusterName} cannot be reached from the portal", problem!.Problem.Why,
            "Set serviceType to NodePort or LoadBalancer, or the address at which its API is reached, and retry.", problem);
    }

    /// <summary>The version, once it also serves what clusters are joined by.</summary>
    private async Task<string> AskAsync(SystemStepContext context, string kubeconfig, CancellationToken cancellationToken)
    {
        using var karmada = new KarmadaApi(context.Connections.Connect(screening.Screen(kubeconfig, "")));
        var version = await KarmadaApi.AskAsync(() => karmada.Objects.ReadAsync("version", cancellationToken));
        return await karmada.Objects.FindKindAsync(KarmadaNames.ClusterApi, "Cluster", cancellationToken) is not null
            ? (string?)version?["gitVersion"] ?? ""
            : throw ProblemException.Unavailable(
                "Karmada does not serve its clusters yet", $"{KarmadaNames.ClusterApi} is not there.", "Wait until karmada-aggregated-apiserver is ready.");
    }
}

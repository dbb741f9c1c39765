using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>
/// Deletes a Cluster in Karmada and waits until Karmada has withdrawn from the member what it had carried there. What holds
/// that up is told; the finalizers are stripped only where the person has asked for it.
/// </summary>
internal sealed class KarmadaWithdrawal(IOptions<ComponentsOptions> options, TimeProvider clock)
{
    /// <returns>True when Karmada has ended it by itself.</returns>
    public async Task<bool> RunAsync(SystemStepContext context, KarmadaApi karmada, CancellationToken cancellationToken)
    {
        var name = context.Here.ClusterName;
        if (await karmada.FindClusterAsync(name, cancellationToken) is not { } cluster)
        {
            context.Operation.Info($"Karmada knows no cluster {name}.");
            await AgentRemoval.FromKarmadaAsync(karmada, name, cancellationToken);
            return true;
        }

        await CheckAsync(context, cluster, cancellationToken);
        await TellAsync(context, karmada, cluster, cancellationToken);
        if ((string?)cluster["spec"]?["syncMode"] == "Pull")
        {
            await DeleteWorksAsync(context, karmada, cancellationToken);
        }

        await karmada.DeleteAsync(KarmadaNames.ClusterApi, "Cluster", null, name, cancellationToken);
        if (await IsGoneAsync(karmada, name, cancellationToken))
        {
            context.Operation.Info($"Cluster {name}: removed from Karmada");
            await AgentRemoval.FromKarmadaAsync(karmada, name, cancellationToken);
            return true;
        }

        if (!context.Force)
        {
            throw await HeldAsync(karmada, name, cancellationToken);
        }

        await ForceAsync(context, karmada, name, cancellationToken);
        await AgentRemoval.FromKarmadaAsync(karmada, name, cancellationToken);
        return false;
    }

    /// <summary>A cluster of the same name that is another one stays: a member that answers says which it is.</summary>
    private static async Task CheckAsync(SystemStepContext context, JsonObject cluster, CancellationToken cancellationToken)
    {
        string? id;
        try
        {
            var member = await context.ReadAsync(context.Here, cancellationToken);
            id = (string?)(await member.FindAsync("v1", "Namespace", "kube-system", null, cancellationToken))?["metadata"]?["uid"];
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && KubernetesFaults.IsFault(error))
        {
            return;
        }
        catch (ProblemException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }

        if ((string?)cluster["spec"]?["id"] is { Length: > 0 } known && id is not null && known != id)
        {
            throw ProblemException.Conflict(
                $"The cluster {context.Here.ClusterName} in Karmada is another one", "Its id is not that of this cluster, so it was joined by somebody else.",
                "Leave it there, or unjoin it with karmadactl.");
        }
    }

    private static async Task TellAsync(SystemStepContext context, KarmadaApi karmada, JsonObject cluster, CancellationToken cancellationToken)
    {
        var name = context.Here.ClusterName;
        var works = await karmada.ListWorksAsync(name, cancellationToken);
        context.Operation.Info($"{works.Count} works of Karmada end with this, and with them what they hold is withdrawn from {name}.");
        if (KarmadaReadiness.Condition(cluster) is { } ready && (string?)ready["status"] != "True")
        {
            context.Operation.Warn($"Karmada does not reach {name} ({(string?)ready["reason"]}): it can withdraw nothing there until it does.");
        }
    }

    /// <summary>The agent loses its rights with the cluster, so that its works go first.</summary>
    private async Task DeleteWorksAsync(SystemStepContext context, KarmadaApi karmada, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (await karmada.ListWorksAsync(context.Here.ClusterName, cancellationToken) is { Count: > 0 } works)
        {
            if (clock.GetElapsedTime(start) > options.Value.UnjoinTimeout)
            {
                context.Operation.Warn($"{works.Count} works do not end: the agent in {context.Here.ClusterName} does not answer.");
                return;
            }

            foreach (var work in works.Where(work => work["metadata"]!["deletionTimestamp"] is null))
            {
                await karmada.DeleteAsync(
                    KarmadaNames.WorkApi, "Work", (string?)work["metadata"]!["namespace"], (string)work["metadata"]!["name"]!, cancellationToken);
            }

            await Task.Delay(options.Value.ReadyPollInterval, clock, cancellationToken);
        }
    }

    private async Task<bool> IsGoneAsync(KarmadaApi karmada, string name, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (await karmada.FindClusterAsync(name, cancellationToken) is not null)
        {
            if (clock.GetElapsedTime(start) > options.Value.UnjoinTimeout)
            {
                return false;
            }

            await Task.Delay(options.Value.ReadyPollInterval, clock, cancellationToken);
        }

        return true;
    }

    private async Task<ProblemException> HeldAsync(KarmadaApi karmada, string name, CancellationToken cancellationToken)
    {
        var works = await karmada.ListWorksAsync(name, cancellationToken);
        return ProblemException.Refused(
            $"Karmada does not let go of {name}",
            works.Count > 0
                ? $"{works.Count} works are still to be withdrawn from it after {options.Value.UnjoinTimeout.TotalSeconds:0} seconds."
                : $"Its Cluster still has finalizers after {options.Value.UnjoinTimeout.TotalSeconds:0} seconds.",
            "Make the member reachable from Karmada and retry; or remove it by force, which leaves in the member what Karmada had carried there.");
    }

    /// <summary>Strips what karmadactl unjoin --force strips, in its order.</summary>
    private static async Task ForceAsync(SystemStepContext context, KarmadaApi karmada, string name, CancellationToken cancellationToken)
    {
        var space = KarmadaNames.ExecutionSpace(name);
        foreach (var work in await karmada.ListWorksAsync(name, cancellationToken))
        {
            await StripAsync(karmada, $"apis/{KarmadaNames.WorkApi}/namespaces/{space}/works/{(string?)work["metadata"]!["name"]}", work, KarmadaNames.WorkFinalizer, cancellationToken);
        }

        await karmada.DeleteAsync("v1", "Namespace", null, space, cancellationToken);
        if (await karmada.FindClusterAsync(name, cancellationToken) is { } cluster)
        {
            await StripAsync(karmada, $"apis/{KarmadaNames.ClusterApi}/clusters/{name}", cluster, KarmadaNames.ClusterFinalizer, cancellationToken);
        }

        context.Operation.Warn($"Cluster {name}: removed from Karmada by force. What Karmada had carried to it stays, with the label {KarmadaNames.ManagedLabel}=true.");
    }

    private static async Task StripAsync(KarmadaApi karmada, string path, JsonObject item, string finalizer, CancellationToken cancellationToken)
    {
        var finalizers = (item["metadata"]!["finalizers"] as JsonArray ?? []).Select(entry => (string)entry!).ToList();
        if (!finalizers.Remove(finalizer))
        {
            return;
        }

        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = (string?)item["metadata"]!["resourceVersion"],
                ["finalizers"] = new JsonArray([.. finalizers.Select(entry => (JsonNode)entry)]),
            },
        };
        try
        {
            await karmada.PatchAsync(path, patch, cancellationToken);
        }
        catch (ProblemException error) when (error.InnerException is { } inner && KubernetesFaults.IsStatus(inner, HttpStatusCode.NotFound))
        {
            // Gone by itself in between.
        }
    }
}

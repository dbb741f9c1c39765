using System.Net;
using k8s;
using k8s.Models;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components;

/// <summary>
/// Clears jobs of a release that have ended and would be removed by their time to live anyway: a job's template cannot be
/// changed, so that an upgrade within that time would be refused.
/// </summary>
internal static class FinishedJobs
{
    public static async Task ClearAsync(IKubernetes cluster, LoadedRelease release, StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = await ReleaseManifest.ReadAsync(
                cluster, release.Row.ReleaseName, release.Row.Namespace, release.Row.Revision, ["Job"], cancellationToken);
            var jobs = manifest is null ? [] : ManifestReadiness.Of(manifest, release.Row.Namespace).Jobs;
            foreach (var job in jobs.Where(job => job.RemovedWhenDone))
            {
                await ClearAsync(cluster, job.Name, job.Namespace!, context, cancellationToken);
            }
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error))
        {
            throw KubernetesFaults.Describe(error, release.ClusterName);
        }
    }

    private static async Task ClearAsync(IKubernetes cluster, string name, string @namespace, StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var job = await cluster.BatchV1.ReadNamespacedJobAsync(name, @namespace, cancellationToken: cancellationToken);
            if ((job.Status?.Conditions ?? []).Any(condition => condition is { Type: "Complete" or "Failed", Status: "True" }))
            {
                await cluster.BatchV1.DeleteNamespacedJobAsync(
                    name, @namespace, new V1DeleteOptions { PropagationPolicy = "Background", Preconditions = new V1Preconditions { Uid = job.Metadata.Uid } },
                    cancellationToken: cancellationToken);
                context.Info($"Job {name} has ended and is cleared");
            }
        }
        catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.NotFound))
        {
            // Its time to live was over.
        }
    }
}

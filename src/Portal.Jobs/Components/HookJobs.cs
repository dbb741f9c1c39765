using k8s;
using k8s.Models;
using Portal.Core.Components.Catalog;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components;

/// <summary>What holds the jobs that a chart runs before or after its objects: helm only says that it waited for one.</summary>
internal static class HookJobs
{
    private const int Most = 100;
    private const string Hook = "helm.sh/hook";

    /// <summary>The problem with the cause that the cluster tells, or as it is.</summary>
    public static async Task<ProblemException> ExplainAsync(
        IKubernetes cluster, LoadedRelease release, ProblemException failed, CancellationToken cancellationToken)
    {
        if (failed.Problem.Kind != ProblemKind.Refused)
        {
            return failed;
        }

        try
        {
            var jobs = await cluster.BatchV1.ListNamespacedJobAsync(release.Row.Namespace, limit: Most, cancellationToken: cancellationToken);
            foreach (var job in jobs.Items.Where(job => job.GetAnnotation(Hook) is not null && failed.Problem.Why.Contains(job.Name(), StringComparison.Ordinal)))
            {
                var item = await ReadinessReader.JobAsync(cluster, new ReadyJob(job.Name()), release.Row.Namespace, cancellationToken);
                if (!item.Ready && item.Remedy.Length > 0)
                {
                    return new ProblemException(failed.Problem with { Why = $"{item.Name}: {item.Why}", Remedy = item.Remedy }, failed);
                }
            }
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error))
        {
            // helm's own words tell less, and are true.
        }

        return failed;
    }
}

using ClusterSim.Json;
using ClusterSim.Writing;

namespace ClusterSim.Controllers;

/// <summary>Jobs: pods until enough of them have succeeded, or too many have failed.</summary>
internal static class Jobs
{
    private const string Key = "jobs.batch";

    public static void Register(ControllerLoop loop) => loop.Add("jobs", Reconcile, (l, change) => Workloads.Trigger(l, change, Key, "jobs"));

    private static void Reconcile(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get(Key, ns, name) is not { Deleting: false } stored)
        {
            return;
        }

        var job = stored.Read();
        if ((job.Child("status") ?? []).Maps("conditions").Any(c => c.Text("type") is "Complete" or "Failed" && c.Text("status") == "True"))
        {
            return;
        }

        var pods = loop.Owned("pods", ns, stored.Uid).Select(p => p.Read()).ToList();
        var (succeeded, failed) = ((long)pods.Count(p => p.At("status", "phase") is "Succeeded"), (long)pods.Count(p => p.At("status", "phase") is "Failed"));
        var active = pods.Where(Objects.IsActive).ToList();
        var parallelism = job.At("spec", "parallelism") as long? ?? 1;
        var completions = job.At("spec", "completions") as long? ?? 1;
        var done = succeeded >= completions;
        var lost = failed > (job.At("spec", "backoffLimit") as long? ?? 6);
        var suspended = job.At("spec", "suspend") is true;
        if (!done && !lost && !suspended)
        {
            for (var i = active.Count; i < Math.Min(parallelism, completions - succeeded); i++)
            {
                if (Workloads.AddPod(loop, job, Objects.PodOf(job), "job", pod => $"Created pod: {pod}", why => $"Error creating: {why}") is not null)
                {
                    break;
                }

                active.Add([]);
            }
        }

        var now = new ObjectWriter(loop.Cluster).Now();
        var status = (job.Child("status") ?? []).Copy();
        status.Default("startTime", now);
        status["active"] = done || lost ? 0L : active.Count;
        status["succeeded"] = succeeded;
        status["failed"] = failed;
        status["ready"] = (long)active.Count(Objects.IsReady);
        status["uncountedTerminatedPods"] = new Map();
        if (done || lost)
        {
            var condition = new Map { ["type"] = done ? "Complete" : "Failed", ["status"] = "True", ["lastProbeTime"] = now, ["lastTransitionTime"] = now };
            if (done)
            {
                status["completionTime"] = now;
            }
            else
            {
                condition["reason"] = "BackoffLimitExceeded";
                condition["message"] = "Job has reached the specified backoff limit";
            }

            status["conditions"] = new Seq { condition };
        }

        if (loop.Store.Get(Key, ns, name) is { } latest)
        {
            loop.SetStatus(Key, latest, status);
            if (done)
            {
                loop.Record(job, "Normal", "Completed", "Job completed", "job-controller");
            }
        }
    }
}

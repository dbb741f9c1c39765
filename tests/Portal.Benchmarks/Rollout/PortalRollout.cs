using System.Diagnostics;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;
using Portal.Testing.Jobs;

namespace Portal.Benchmarks.Rollout;

/// <summary>A component on some clusters, as a script of the API asks for it: a plan, then its one operation.</summary>
/// <param name="Plan">The plan's id.</param>
/// <param name="Planned">Seconds from the request until the plan can be applied.</param>
/// <param name="Applied">Seconds from then until every cluster is ready.</param>
/// <param name="Memory">The most that the worker and its helms had at once.</param>
/// <param name="WorkerCpu">The worker's own processor seconds, without helm's.</param>
internal sealed record PortalRollout(Guid Plan, double Planned, double Applied, Quantity Memory, double WorkerCpu)
{
    public static async Task<PortalRollout> RunAsync(HttpClient portal, StandaloneWorker worker, IReadOnlyList<Guid> clusters, string version, int atOnce)
    {
        var cpu = ProcessFigures.CpuSeconds(worker.Id);
        await using var memory = TreeMemory.Watch(worker.Id);
        var begun = Stopwatch.GetTimestamp();
        var request = new { items = new[] { new { component = "volcano", clusterIds = clusters, version } } };
        var plan = (await PortalScript.PostAsync(portal, "/api/v1/component-plans", request)).GetProperty("id").GetGuid();
        var made = await PortalScript.EndAsync(portal, $"/api/v1/component-plans/{plan}", "", "Ready", "Failed");
        if (made.GetProperty("refusals").GetArrayLength() > 0)
        {
            throw new InvalidOperationException($"The plan refuses a part: {made.GetProperty("refusals")}");
        }

        var planned = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await PortalScript.PostAsync(portal, $"/api/v1/component-plans/{plan}/apply", new { concurrency = atOnce, onFailure = "Continue", canaries = Array.Empty<Guid>() });
        await PortalScript.EndAsync(portal, $"/api/v1/operations/{plan}", "summary", "Succeeded", "Failed", "Cancelled");
        var applied = Stopwatch.GetElapsedTime(begun).TotalSeconds - planned;
        return new PortalRollout(plan, planned, applied, memory.Peak, ProcessFigures.CpuSeconds(worker.Id) - cpu);
    }
}

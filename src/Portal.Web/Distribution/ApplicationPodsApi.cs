using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Distribution.Pods;
using Portal.Web.Api;

namespace Portal.Web.Distribution;

/// <summary>Pods of an application's workloads, asked of their cluster at the moment.</summary>
internal static class ApplicationPodsApi
{
    public static void Map(RouteGroupBuilder applications, string tag)
    {
        var pods = applications.MapGroup("/{id:guid}/clusters/{clusterId:guid}/pods");
        pods.MapGet("/", LookAsync).Needs(Permission.ViewApplications).Fails(404, 502, 503)
            .Says("ListApplicationPods", tag, "The pods of a workload on a cluster, asked of it at the moment, with the newest events about them.");
        pods.MapGet("/{pod}/log", ReadLogAsync).Needs(Permission.ManageApplications).Fails(404, 502, 503)
            .Says("ReadApplicationPodLog", tag, "The end of a container's log; values of the application's Secrets are blanked out.");
    }

    /// <param name="kind">Deployment, StatefulSet, DaemonSet, Job or Pod.</param>
    private static async Task<Ok<WorkloadPods>> LookAsync(
        Guid id, Guid clusterId, string kind, string @namespace, string name, IApplicationPods pods, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await pods.LookAsync(new WorkloadPlace(id, clusterId, kind, @namespace, name), caller.Actor, cancellationToken));

    /// <param name="container">Left out for the pod's first.</param>
    /// <param name="previous">Of the run before the last restart.</param>
    private static async Task<Ok<ContainerLog>> ReadLogAsync(
        Guid id, Guid clusterId, string pod, string kind, string @namespace, string name, IApplicationPods pods, Caller caller,
        CancellationToken cancellationToken, string container = "", bool previous = false) =>
        TypedResults.Ok(await pods.ReadLogAsync(
            new WorkloadPlace(id, clusterId, kind, @namespace, name), new ContainerRequest(pod, container, previous), caller.Actor, cancellationToken));
}

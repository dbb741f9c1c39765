using ClusterSim.Api;
using ClusterSim.Control;
using ClusterSim.Json;
using ClusterSim.Storage;
using Microsoft.AspNetCore.Connections.Features;

namespace ClusterSim.Hosting;

/// <summary>Sends each request to its cluster or to the control API, and lets faults strike.</summary>
internal static class SimServer
{
    public static async Task Handle(HttpContext http, SimContext context, ServingCertificates certificates)
    {
        var path = http.Request.Path.Value ?? "/";
        if (path.StartsWith("/control/", StringComparison.Ordinal))
        {
            await ControlApi.Handle(http, context, certificates, path["/control/".Length..]);
            return;
        }

        if (!path.StartsWith("/clusters/", StringComparison.Ordinal))
        {
            http.Response.StatusCode = 404;
            await http.Response.WriteAsync("ClusterSim: a cluster is at /clusters/NAME, the control API at /control/\n");
            return;
        }

        var slash = path.IndexOf('/', "/clusters/".Length);
        var name = slash < 0 ? path["/clusters/".Length..] : path["/clusters/".Length..slash];
        if (!context.Clusters.TryGetValue(name, out var cluster))
        {
            http.Response.StatusCode = 404;
            await http.Response.WriteAsync($"ClusterSim: no cluster \"{name}\"\n");
            return;
        }

        http.Request.PathBase = $"/clusters/{name}";
        var inner = slash < 0 ? "/" : path[slash..];
        var info = RequestInfo.Parse(http.Request.Method, inner, q => http.Request.Query.TryGetValue(q, out var v) ? v[^1] : null);
        foreach (var fault in cluster.Faults.Strike(info.Verb, inner + http.Request.QueryString))
        {
            if (await Strike(http, cluster, inner, fault))
            {
                return;
            }
        }

        if (cluster.Faults.GateFor(info.Verb, inner + http.Request.QueryString) is { } gate)
        {
            await Pass(http, cluster, inner, gate);
            return;
        }

        await ClusterApi.Handle(http, cluster, inner);
    }

    private static async Task Pass(HttpContext http, Cluster cluster, string path, Gate gate)
    {
        try
        {
            if (!gate.AfterEffect)
            {
                await gate.PassAsync(http.RequestAborted);
                await ClusterApi.Handle(http, cluster, path);
                return;
            }

            var body = http.Response.Body;
            using var held = new MemoryStream();
            http.Response.Body = held;
            await ClusterApi.Handle(http, cluster, path);
            await gate.PassAsync(http.RequestAborted);
            await body.WriteAsync(held.ToArray(), http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; nobody hears the answer.
        }
    }

    /// <summary>True when the fault has answered, or has seen to it that there is no answer.</summary>
    private static async Task<bool> Strike(HttpContext http, Cluster cluster, string path, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Latency:
                await Task.Delay(fault.Delay, cluster.Time, http.RequestAborted);
                return false;
            case FaultKind.TooManyRequests:
                http.Response.Headers.RetryAfter = fault.RetryAfter.ToString(System.Globalization.CultureInfo.InvariantCulture);
                await Status(http, new ApiException(429, "TooManyRequests", "The server has received too many requests and has asked us to try again later", new Map { ["retryAfterSeconds"] = (long)fault.RetryAfter }));
                return true;
            case FaultKind.ServerError:
                await Status(http, new ApiException(500, "InternalError", "Internal error occurred: injected fault", new Map { ["causes"] = new Seq { new Map { ["message"] = "injected fault" } } }));
                return true;
            case FaultKind.ExpiredToken:
                await Status(http, Failures.Unauthorized());
                return true;
            case FaultKind.Hang:
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return true;
            case FaultKind.ResetAfter:
                http.Response.Body = Stream.Null;
                await ClusterApi.Handle(http, cluster, path);
                Reset(http);
                return true;
            case FaultKind.Reset or FaultKind.Offline:
                Reset(http);
                return true;
            default:
                return false;
        }
    }

    private static void Reset(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>() is { Socket: var socket })
        {
            socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
        }

        http.Features.Get<IConnectionLifetimeFeature>()?.Abort();
        http.Abort();
    }

    private static Task Status(HttpContext http, ApiException failure)
    {
        http.Response.StatusCode = failure.Code;
        http.Response.ContentType = "application/json";
        return http.Response.Body.WriteAsync(JsonText.ToUtf8(failure.ToStatus()), http.RequestAborted).AsTask();
    }
}

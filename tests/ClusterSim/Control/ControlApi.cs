using System.Text.Json;
using System.Text.Json.Serialization;
using ClusterSim.Hosting;
using ClusterSim.Metrics;
using ClusterSim.Storage;

namespace ClusterSim.Control;

/// <summary>
/// The control API, apart from the clusters: <c>GET clusters</c>; <c>PUT clusters/NAME</c> (version, nodes) and <c>DELETE</c>; <c>GET clusters/NAME/kubeconfig</c>;
/// <c>POST</c>, <c>GET</c> and <c>DELETE clusters/NAME/faults</c>; <c>GET</c> and <c>DELETE clusters/NAME/writes</c>; <c>POST clusters/NAME/compact</c>; <c>GET clusters/NAME/metrics</c>;
/// <c>POST</c> and <c>DELETE certificate</c> for the whole process.
/// </summary>
internal static class ControlApi
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static async Task Handle(HttpContext http, SimContext context, ServingCertificates certificates, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var method = http.Request.Method;
        switch (parts)
        {
            case ["clusters"] when method == "GET":
                await Ok(http, context.Clusters.Values.OrderBy(c => c.Profile.Index).Select(View));
                break;
            case ["certificate"]:
                certificates.AllStrange = method == "POST";
                await Ok(http, new { strange = certificates.AllStrange });
                break;
            case ["clusters", var name] when method == "PUT":
                await Put(http, context, name);
                break;
            case ["clusters", var name, ..] when !context.Clusters.ContainsKey(name):
                http.Response.StatusCode = 404;
                await http.Response.WriteAsync($"no cluster \"{name}\"\n");
                break;
            case ["clusters", var name] when method == "DELETE":
                context.Clusters.TryRemove(name, out _);
                http.Response.StatusCode = 204;
                break;
            case ["clusters", var name]: await Ok(http, View(context.Clusters[name])); break;
            case ["clusters", var name, "kubeconfig"]:
                await http.Response.WriteAsync(KubeconfigText.Of(context, new Uri($"https://{http.Request.Host}"), context.Clusters[name].Profile));
                break;
            case ["clusters", var name, "faults"]: await Faults(http, context, context.Clusters[name].Faults); break;
            case ["clusters", var name, "metrics"]:
                http.Response.ContentType = Exposition.ContentType;
                await http.Response.WriteAsync(ClusterMetrics.Of(context.Clusters[name]), http.RequestAborted);
                break;
            case ["clusters", var name, "writes"]: await Writes(http, context.Clusters[name].Audit); break;
            case ["clusters", var name, "compact"] when method == "POST":
                context.Clusters[name].Store.Compact();
                http.Response.StatusCode = 204;
                break;
            default:
                http.Response.StatusCode = 404;
                break;
        }
    }

    private static object View(Cluster cluster) => new
    {
        cluster.Name,
        cluster.Profile.Version,
        cluster.Profile.Provider,
        cluster.Profile.Region,
        cluster.Profile.Nodes,
        Faults = cluster.Faults.All,
    };

    private static async Task Put(HttpContext http, SimContext context, string name)
    {
        var wanted = http.Request.ContentLength is > 0 ? await http.Request.ReadFromJsonAsync<ClusterChange>(Json, http.RequestAborted) : null;
        var cluster = context.Clusters.TryGetValue(name, out var known) ? known : context.Add(ClusterProfile.At(context.Clusters.Count, name, context.Options));
        if (wanted?.Version is { } version)
        {
            cluster.SetVersion(version);
        }

        if (wanted?.Nodes is { } nodes)
        {
            cluster.SetNodes(nodes);
        }

        await Ok(http, View(cluster));
    }

    private static async Task Faults(HttpContext http, SimContext context, FaultList faults)
    {
        switch (http.Request.Method)
        {
            case "POST":
                var fault = await http.Request.ReadFromJsonAsync<Fault>(Json, http.RequestAborted);
                if (fault!.Kind == FaultKind.Certificate && !context.Options.AddressPerCluster)
                {
                    http.Response.StatusCode = 409;
                    await http.Response.WriteAsync("A certificate of one cluster needs --address-per-cluster; POST /control/certificate changes that of the process.\n");
                    return;
                }

                faults.Add(fault);
                break;
            case "DELETE":
                faults.Clear();
                break;
        }

        await Ok(http, faults.All);
    }

    private static Task Writes(HttpContext http, AuditLog log)
    {
        if (http.Request.Method == "DELETE")
        {
            log.Clear();
        }

        return Ok(http, log.Entries());
    }

    private static Task Ok(HttpContext http, object value) => http.Response.WriteAsJsonAsync(value, Json, http.RequestAborted);

    private sealed record ClusterChange(string? Version, int? Nodes);
}

using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ClusterSim.Hosting;

namespace ClusterSim.Tests.Conformance;

/// <summary>The nodes of the recorded cluster, as its stand-in for the kubelet reported them.</summary>
internal static class RecordedNodes
{
    public static async Task AddAsync(SimHost host, string cluster, CancellationToken cancellationToken)
    {
        using var http = SimClients.Http(host, cluster);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Python-urllib/3.13");
        for (var i = 0; i < 3; i++)
        {
            var labels = new JsonObject
            {
                ["kubernetes.io/hostname"] = $"node-{i}",
                ["kubernetes.io/os"] = "linux",
                ["topology.kubernetes.io/zone"] = $"z{i % 3}",
            };
            var node = new JsonObject { ["metadata"] = new JsonObject { ["name"] = $"node-{i}", ["labels"] = labels } };
            using var made = await http.PostAsync("api/v1/nodes", Body(node, "application/json"), cancellationToken);
            made.EnsureSuccessStatusCode();
            using var set = await http.PatchAsync($"api/v1/nodes/node-{i}/status", Body(Status(), "application/strategic-merge-patch+json"), cancellationToken);
            set.EnsureSuccessStatusCode();
        }
    }

    private static JsonObject Status()
    {
        static JsonObject Resources() => new() { ["cpu"] = "8", ["memory"] = "32Gi", ["pods"] = "110", ["ephemeral-storage"] = "100Gi" };
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        var info = new JsonObject
        {
            ["kubeletVersion"] = "v1.28.0",
            ["osImage"] = "fake",
            ["kernelVersion"] = "6",
            ["containerRuntimeVersion"] = "fake://1",
            ["architecture"] = "amd64",
            ["operatingSystem"] = "linux",
            ["machineID"] = "",
            ["systemUUID"] = "",
            ["bootID"] = "",
            ["kubeProxyVersion"] = "v1.28.0",
        };
        var ready = new JsonObject { ["type"] = "Ready", ["status"] = "True", ["reason"] = "KubeletReady", ["message"] = "ok", ["lastHeartbeatTime"] = now, ["lastTransitionTime"] = now };
        return new JsonObject { ["status"] = new JsonObject { ["capacity"] = Resources(), ["allocatable"] = Resources(), ["nodeInfo"] = info, ["conditions"] = new JsonArray(ready) } };
    }

    private static StringContent Body(JsonObject body, string type) => new(body.ToJsonString(), new MediaTypeHeaderValue(type));
}

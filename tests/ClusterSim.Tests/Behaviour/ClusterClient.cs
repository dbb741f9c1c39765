using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ClusterSim.Control;
using ClusterSim.Hosting;

namespace ClusterSim.Tests.Behaviour;

/// <summary>A cluster seen through plain requests, so that a test says what goes over the wire.</summary>
internal sealed class ClusterClient(SimHost host, string name, HttpClient http) : IDisposable
{
    public const string Merge = "application/merge-patch+json";
    public const string Strategic = "application/strategic-merge-patch+json";
    public const string Apply = "application/apply-patch+yaml";
    public const string ConfigMaps = "api/v1/namespaces/default/configmaps";
    public const string Deployments = "apis/apps/v1/namespaces/default/deployments";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public SimHost Host { get; } = host;

    public string Name { get; } = name;

    public HttpClient Http { get; } = http;

    public async Task<(HttpStatusCode Code, JsonNode Body)> SendAsync(HttpMethod method, string path, string? body = null, string type = "application/json", string? accept = null, string? impersonate = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, type) };
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (impersonate is not null)
        {
            request.Headers.Add("Impersonate-User", impersonate);
        }

        using var answer = await Http.SendAsync(request, Token);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!);
    }

    public Task<(HttpStatusCode Code, JsonNode Body)> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, accept: accept);

    /// <summary>Posts an object that must be taken.</summary>
    public async Task<JsonNode> CreateAsync(string path, string body)
    {
        var (code, made) = await SendAsync(HttpMethod.Post, path, body);
        Assert.True(code == HttpStatusCode.Created, made.ToJsonString());
        return made;
    }

    public Task<JsonNode> CreateConfigMapAsync(string map, string meta = "") => CreateAsync(ConfigMaps, $$$"""{"data":{"a":"1"},"metadata":{"name":"{{{map}}}"{{{meta}}} } }""");

    /// <summary>A deployment, and its state once all of its pods are ready.</summary>
    public async Task<JsonNode> CreateDeploymentAsync(string deployment, int replicas)
    {
        await CreateAsync(Deployments, $$$$$"""
            {"metadata":{"name":"{{{{{deployment}}}}}"},"spec":{"replicas":{{{{{replicas}}}}},"selector":{"matchLabels":{"app":"{{{{{deployment}}}}}"}},
            "template":{"metadata":{"labels":{"app":"{{{{{deployment}}}}}"}},"spec":{"containers":[{"name":"c","image":"nginx:1"}]}}}}
            """);
        return await UntilAsync($"{Deployments}/{deployment}", d => (int?)d["status"]?["readyReplicas"] == replicas);
    }

    /// <summary>Watches an object, or a list by its answers, until it is as wanted.</summary>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> wanted)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        end.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            // The change is awaited from before the look, so that none is missed.
            var changed = Host.Cluster(Name).Store.Changed;
            var (_, body) = await GetAsync(path);
            if (wanted(body))
            {
                return body;
            }

            await changed.WaitAsync(end.Token);
        }
    }

    public Task<JsonNode> UntilGoneAsync(string path) => UntilAsync(path, o => (int?)o["code"] == 404);

    /// <summary>Adds a fault through the control API.</summary>
    public async Task FaultAsync(object fault)
    {
        using var answer = await Http.PostAsJsonAsync(new Uri(Host.BaseUri, $"/control/clusters/{Name}/faults"), fault, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    public async Task<IReadOnlyList<AuditEntry>> WritesAsync() =>
        (await Http.GetFromJsonAsync<List<AuditEntry>>(new Uri(Host.BaseUri, $"/control/clusters/{Name}/writes"), Token))!;

    public void Dispose() => Http.Dispose();
}

using System.Net.Http.Json;
using ClusterSim.Control;
using ClusterSim.Hosting;
using Portal.Testing.Processes;

namespace Portal.Benchmarks.Running;

/// <summary>Simulated clusters in one process of their own, steered by its control API.</summary>
internal sealed class SimFleet : IAsyncDisposable
{
    private readonly BoundProcess _process;
    private readonly HttpClient _control;

    private SimFleet(BoundProcess process, Uri address, string folder, int count)
    {
        _process = process;
        Folder = folder;
        Names = [.. Enumerable.Range(0, count).Select(index => $"sim-{index}")];
        _control = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true }) { BaseAddress = address };
    }

    /// <summary>Holds NAME.kubeconfig of each cluster.</summary>
    public string Folder { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Host and port of its control API.</summary>
    public string Authority => _control.BaseAddress!.Authority;

    public int ProcessId => _process.Id;

    public static async Task<SimFleet> StartAsync(int count)
    {
        var folder = Directory.CreateTempSubdirectory("portal-bench-").FullName;
        var process = await BoundProcess.StartAsync(
            "dotnet", [typeof(SimHost).Assembly.Location, "--clusters", $"{count}", "--kubeconfig-dir", folder]);
        var address = await process.AwaitLineAsync("ready: ", TimeSpan.FromMinutes(2));
        return new SimFleet(process, new Uri(address), folder, count);
    }

    public string KubeconfigPath(string name) => Path.Combine(Folder, $"{name}.kubeconfig");

    public MemberAddress Address(string name) => MemberAddress.Read(File.ReadAllText(KubeconfigPath(name)));

    public Task BreakAsync(string name, FaultKind kind) => SendAsync(HttpMethod.Post, $"/control/clusters/{name}/faults", new Fault { Kind = kind });

    public Task MendAsync(string name) => SendAsync(HttpMethod.Delete, $"/control/clusters/{name}/faults", null);

    /// <summary>The requests that changed the cluster or tried to: "verb path".</summary>
    public async Task<IReadOnlyList<string>> WritesAsync(string name) =>
        [.. (await _control.GetFromJsonAsync<AuditEntry[]>($"/control/clusters/{name}/writes") ?? []).Select(entry => $"{entry.Verb} {entry.Path}")];

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task SendAsync(HttpMethod method, string path, Fault? fault)
    {
        using var request = new HttpRequestMessage(method, path) { Content = fault is null ? null : JsonContent.Create(fault) };
        using var answer = await _control.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}

using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;
using Portal.Core.Kubernetes;
using Portal.Core.Rollouts;
using Portal.IntegrationTests.Clusters;
using Portal.Jobs.Components;
using Portal.Testing;
using Portal.Testing.Schemas;

namespace Portal.IntegrationTests.Components.Systems;

/// <summary>The catalogue's systems of several clusters, on charts that also make what the steps look for.</summary>
public sealed class MultiClusterEstate : ComponentEstate
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-systems-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Plans and applies; nothing may be refused.</summary>
    public async Task<ComponentPlanDetail> ApplyAsync(PlanSystem wish)
    {
        var plan = await PlanAsync(new PlanRequest([], Systems: [wish]));
        Assert.Empty(plan.Refusals.Select(refusal => $"{refusal.ClusterName}: {refusal.Problem.Why}"));
        await SucceedAsync(await Get<IComponentPlans>().ApplyAsync(plan.Id, RolloutSettings.Default, Estate.Operator, Token));
        return plan;
    }

    /// <summary>A client of whoever a kubeconfig is for.</summary>
    public IKubernetes Open(string kubeconfig) => Get<IClusterConnections>().Connect(Get<KubeconfigScreening>().Screen(kubeconfig, ""));

    /// <summary>Null when it is not there.</summary>
    public async Task<JsonObject?> FindAsync(string member, string apiVersion, string kind, string? @namespace, string name)
    {
        using var admin = Open(Sim.Kubeconfig(member));
        return await new ClusterObjects(admin).FindAsync(apiVersion, kind, name, @namespace, Token);
    }

    public async Task<JsonObject> ReadAsync(string member, string apiVersion, string kind, string? @namespace, string name) =>
        await FindAsync(member, apiVersion, kind, @namespace, name) ?? throw new InvalidOperationException($"{member} has no {kind} {name}.");

    public async Task<string> SecretAsync(string member, string @namespace, string name, string key) =>
        Encoding.UTF8.GetString(Convert.FromBase64String((string)(await ReadAsync(member, "v1", "Secret", @namespace, name))["data"]![key]!));

    /// <summary>What the first revision of a release was given, from helm's own record.</summary>
    public async Task<JsonObject> ValuesAsync(string member, string @namespace, string release)
    {
        var text = await SecretAsync(member, @namespace, $"sh.helm.release.v1.{release}.v1", "release");
        await using var zip = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        return (await JsonNode.ParseAsync(zip, cancellationToken: Token))!["config"]!.AsObject();
    }

    /// <summary>What a real API server would refuse of all that was written to a cluster.</summary>
    public IEnumerable<string> Faults(params string[] members) =>
        from member in members
        from write in Sim.Cluster(member).Audit.Entries()
        where write.Code < 400
        from fault in SchemaValidator.Faults(write)
        select $"{member}: {write.Verb} {write.Path}: {fault}";

    protected override void ConfigureSettings(IDictionary<string, string?> settings)
    {
        base.ConfigureSettings(settings);
        settings["Components:UnjoinTimeout"] = "00:00:02";
    }

    protected override string Charts()
    {
        UpstreamCharts.Write(_folder.FullName, ComponentCatalog.Load(null));
        foreach (var beside in Directory.EnumerateFiles(Repository.PathOf("tests", "charts", "systems"), "*.yaml"))
        {
            var chart = Path.GetFileNameWithoutExtension(beside);
            foreach (var folder in Directory.EnumerateDirectories(_folder.FullName, $"{chart}-*").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[chart.Length + 1])))
            {
                File.Copy(beside, Path.Combine(folder, "templates", "systems.yaml"));
            }
        }

        foreach (var folder in Directory.EnumerateDirectories(_folder.FullName, "base-*").Concat(Directory.EnumerateDirectories(_folder.FullName, "kyverno-?.*")))
        {
            UpstreamCharts.Define(folder);
        }

        return _folder.FullName;
    }
}

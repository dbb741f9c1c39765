using System.Text.Json.Nodes;
using ClusterSim.Controllers;
using k8s;
using Portal.Core.Clusters;
using Portal.Core.Fleets;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;
using Portal.IntegrationTests.Components.Systems.Karmada;
using Portal.Jobs.Components;
using Portal.Testing;

namespace Portal.IntegrationTests.Distribution;

/// <summary>A simulated cluster that is the API of a Karmada, joined to the portal, with two members.</summary>
internal sealed class KarmadaPlane(ApplicationEstate estate, KarmadaControllers members, Guid id)
{
    public const string Name = "kapi";

    public Guid Id => id;

    public KarmadaControllers Members => members;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<KarmadaPlane> StartAsync(ApplicationEstate estate)
    {
        var controllers = await ServeAsync(estate, Name, "m1", "m2");
        var fleet = (await estate.Get<IFleets>().CreateAsync(new FleetRequest("karmada", "", null), Estate.Operator, Token)).Id;
        var joined = await estate.Get<IClusterJoin>().JoinAsync(new JoinRequest
        {
            Description = new ClusterDescription(Name, fleet, ClusterKind.Cloud, "sim", "", "", new Dictionary<string, string>()),
            Kubeconfig = estate.Sim.Kubeconfig(Name),
            Context = Name,
        }, Estate.Operator, Token);
        Assert.Equal(OperationState.Succeeded, (await estate.EndAsync(joined.OperationId)).Summary.State);
        return new KarmadaPlane(estate, controllers, joined.ClusterId);
    }

    /// <summary>Makes a new simulated cluster the API of a Karmada with these members.</summary>
    public static async Task<KarmadaControllers> ServeAsync(ApplicationEstate estate, string name, params IReadOnlyList<string> members)
    {
        estate.Sim.AddCluster(name);
        using var admin = Admin(estate, name);
        var controllers = await KarmadaEstate.ServeAsync(admin, estate.Sim.Cluster(name));
        var objects = new ClusterObjects(admin);
        foreach (var file in new[] { "policy.karmada.io_propagationpolicies", "policy.karmada.io_clusterpropagationpolicies", "policy.karmada.io_overridepolicies",
            "policy.karmada.io_clusteroverridepolicies", "work.karmada.io_resourcebindings", "work.karmada.io_clusterresourcebindings" })
        {
            var text = await File.ReadAllTextAsync(Path.GetFullPath(Repository.PathOf("..", "shared", "crds", "karmada", file + ".yaml")), Token);
            var definition = JsonNode.Parse(ClusterSim.Json.JsonText.ToText(ClusterSim.Json.YamlText.Parse(text)))!.AsObject();
            // The simulator does not convert between versions: only the one that is stored.
            definition["spec"]!.AsObject().Remove("conversion");
            var versions = definition["spec"]!["versions"]!.AsArray();
            foreach (var old in versions.Where(version => !(bool)version!["storage"]!).ToList())
            {
                versions.Remove(old);
            }

            await objects.SendAsync(HttpMethod.Post, "apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition, "application/json", Token);
        }

        // Each group is served once its last definition is.
        foreach (var (api, kind) in new[] { ("policy.karmada.io/v1alpha1", "ClusterOverridePolicy"), ("policy.karmada.io/v1alpha1", "PropagationPolicy"), ("work.karmada.io/v1alpha2", "ResourceBinding"), ("work.karmada.io/v1alpha2", "ClusterResourceBinding") })
        {
            while (await new ClusterObjects(admin).FindKindAsync(api, kind, Token) is null)
            {
                await Task.Delay(10, Token);
            }
        }

        KarmadaPropagation.Attach(estate.Sim.Cluster(name), controllers);
        foreach (var member in members)
        {
            await objects.SendAsync(HttpMethod.Post, "apis/cluster.karmada.io/v1alpha1/clusters", new JsonObject
            {
                ["apiVersion"] = "cluster.karmada.io/v1alpha1",
                ["kind"] = "Cluster",
                ["metadata"] = new JsonObject { ["name"] = member },
                ["spec"] = new JsonObject { ["syncMode"] = "Push", ["id"] = member },
            }, "application/json", Token);
        }

        return controllers;
    }

    /// <summary>A client of the administrator that carries any request.</summary>
    public static IKubernetes Admin(ApplicationEstate estate, string cluster) =>
        estate.Get<IClusterConnections>().Connect(estate.Get<KubeconfigScreening>().Screen(estate.Sim.Kubeconfig(cluster), ""));

    /// <summary>"default/shop-deployment".</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string path)
    {
        using var admin = Admin(estate, Name);
        var list = await new ClusterObjects(admin).ReadAsync(path, Token);
        return [.. list!["items"]!.AsArray().Select(item => $"{(string?)item!["metadata"]!["namespace"]}/{(string?)item["metadata"]!["name"]}").Order(StringComparer.Ordinal)];
    }
}

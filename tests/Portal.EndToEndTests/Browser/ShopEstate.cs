using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Fleets;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>A fleet with clusters of its own, on the last of which a component may find no room.</summary>
public sealed class ShopEstate(FleetFixture fixture, string fleet, params string[] clusters)
{
    private const string Quota = "no-more-secrets";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Guid Fleet { get; private set; }

    public IReadOnlyList<Guid> ClusterIds { get; private set; } = [];

    /// <summary>Returns when all have joined and are well.</summary>
    public async Task JoinAsync()
    {
        var services = fixture.Portal.Services;
        Fleet = (await services.GetRequiredService<IFleets>().CreateAsync(new FleetRequest(fleet, "", null), Actor.Portal, Token)).Id;
        var ids = new List<Guid>();
        foreach (var name in clusters)
        {
            fixture.Sim.AddCluster(name);
            var description = new ClusterDescription(name, Fleet, ClusterKind.Cloud, "aws", "eu-west-1", "", new Dictionary<string, string>());
            var request = new JoinRequest { Description = description, Kubeconfig = fixture.Sim.Kubeconfig(name), Context = name };
            ids.Add((await services.GetRequiredService<IClusterJoin>().JoinAsync(request, Actor.Portal, Token)).ClusterId);
        }

        ClusterIds = ids;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        foreach (var id in ids)
        {
            while ((await services.GetRequiredService<IClusters>().GetAsync(id, Actor.Portal, limit.Token)).Summary.State != ClusterState.Healthy)
            {
                await Task.Delay(100, limit.Token);
            }
        }
    }

    /// <summary>Helm can keep no record in the namespace.</summary>
    public async Task CrowdAsync(string space)
    {
        using var admin = Admin();
        await admin.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = space } }, cancellationToken: Token);
        var spec = new V1ResourceQuotaSpec { Hard = new Dictionary<string, ResourceQuantity> { ["secrets"] = new("0") } };
        await admin.CoreV1.CreateNamespacedResourceQuotaAsync(new V1ResourceQuota { Metadata = new V1ObjectMeta { Name = Quota }, Spec = spec }, space, cancellationToken: Token);
    }

    public async Task MakeRoomAsync(string space)
    {
        using var admin = Admin();
        await admin.CoreV1.DeleteNamespacedResourceQuotaAsync(Quota, space, cancellationToken: Token);
    }

    /// <summary>What a Deployment of the namespace "default" runs on the last cluster; null when it is not there.</summary>
    public async Task<string?> ImageAsync(string deployment)
    {
        using var admin = Admin();
        var there = await admin.AppsV1.ListNamespacedDeploymentAsync("default", cancellationToken: Token);
        return there.Items.SingleOrDefault(item => item.Metadata.Name == deployment)?.Spec.Template.Spec.Containers[0].Image;
    }

    private k8s.Kubernetes Admin() => fixture.Sim.AdminOf(clusters[^1]);
}

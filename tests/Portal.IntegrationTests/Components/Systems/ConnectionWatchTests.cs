using System.Text.Json.Nodes;
using ClusterSim.Control;
using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.IntegrationTests.Clusters;
using Portal.Jobs.Components.Systems.Connections;

namespace Portal.IntegrationTests.Components.Systems;

/// <summary>What Submariner's gateways say, read from joined members, kept, and served.</summary>
public sealed class ConnectionWatchTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tunnels_OfMembers_AreServedAsTheirGatewaysTellThem_AndUnknownWhereOneIsAway()
    {
        var (one, two) = (await estate.JoinAsync(), await estate.JoinAsync());
        await GatewayAsync(one.Name, two.Name, "connected", "1.5ms");
        await GatewayAsync(two.Name, one.Name, "error", "");
        var id = await InstalledAsync(one.Id, two.Id);
        await LookAsync();

        var seen = await ReadAsync(id);
        Assert.Equal((SystemConnectionState.Connected, 1.5), (seen[(one.Id, two.Id)].State, seen[(one.Id, two.Id)].LatencyMilliseconds));
        Assert.Equal(SystemConnectionState.Failed, seen[(two.Id, one.Id)].State);

        estate.Sim.Cluster(one.Name).Faults.Add(new Fault { Kind = FaultKind.Offline });
        await LookAsync();

        var later = await ReadAsync(id);
        Assert.Equal(SystemConnectionState.Unknown, later[(one.Id, two.Id)].State);
        Assert.Equal(seen[(one.Id, two.Id)].KnownAt, later[(one.Id, two.Id)].KnownAt);
        Assert.Contains(one.Name, later[(one.Id, two.Id)].Reason, StringComparison.Ordinal);
        Assert.Equal(SystemConnectionState.Failed, later[(two.Id, one.Id)].State);
        using var script = await estate.Portal.ScriptAsync(PortalRole.Viewer);
        Assert.Contains("\"state\":\"Unknown\"", await script.GetStringAsync($"/api/v1/systems/{id}/connections", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task System_ThatIsNotThere_IsNotFound()
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() => estate.Get<ISystemConnections>().GetAsync(Guid.CreateVersion7(), Estate.Viewer, Token));

        Assert.Equal(ProblemKind.NotFound, problem.Problem.Kind);
    }

    private async Task<IReadOnlyDictionary<(Guid From, Guid To), ConnectionView>> ReadAsync(Guid system) =>
        (await estate.Get<ISystemConnections>().GetAsync(system, Estate.Viewer, Token)).Connections.ToDictionary(way => (way.FromId, way.ToId));

    private Task LookAsync() => ActivatorUtilities.CreateInstance<ConnectionWatch>(estate.Portal.Services).RunAsync(Token);

    private async Task<Guid> InstalledAsync(params Guid[] clusters)
    {
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        var system = new InstalledSystem { Id = Guid.CreateVersion7(), System = "submariner", CreatedAt = DateTimeOffset.UnixEpoch, CreatedBy = "olga" };
        system.Members.AddRange(clusters.Select(cluster => new InstalledSystemMember { SystemId = system.Id, ClusterId = cluster, Role = "member", Network = "" }));
        db.Systems.Add(system);
        await db.SaveChangesAsync(Token);
        return system.Id;
    }

    private async Task GatewayAsync(string member, string other, string status, string latency)
    {
        using var admin = estate.Admin(member);
        await admin.ApiextensionsV1.CreateCustomResourceDefinitionAsync(
            new V1CustomResourceDefinition
            {
                Metadata = new V1ObjectMeta { Name = "gateways.submariner.io" },
                Spec = new V1CustomResourceDefinitionSpec
                {
                    Group = "submariner.io",
                    Scope = "Namespaced",
                    Names = new V1CustomResourceDefinitionNames { Plural = "gateways", Singular = "gateway", Kind = "Gateway", ListKind = "GatewayList" },
                    Versions =
                    [
                        new V1CustomResourceDefinitionVersion
                        {
                            Name = "v1",
                            Served = true,
                            Storage = true,
                            Schema = new V1CustomResourceValidation { OpenAPIV3Schema = new V1JSONSchemaProps { Type = "object", XKubernetesPreserveUnknownFields = true } },
                        },
                    ],
                },
            },
            cancellationToken: Token);
        await admin.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "submariner-operator" } }, cancellationToken: Token);
        var gateway = new JsonObject
        {
            ["apiVersion"] = "submariner.io/v1",
            ["kind"] = "Gateway",
            ["metadata"] = new JsonObject { ["name"] = "node-0", ["namespace"] = "submariner-operator" },
            ["status"] = new JsonObject
            {
                ["haStatus"] = "active",
                ["connections"] = new JsonArray(new JsonObject
                {
                    ["status"] = status,
                    ["statusMessage"] = "as the gateway says",
                    ["endpoint"] = new JsonObject { ["cluster_id"] = other },
                    ["latencyRTT"] = new JsonObject { ["average"] = latency },
                }),
            },
        };
        await admin.CustomObjects.CreateNamespacedCustomObjectAsync(gateway, "submariner.io", "v1", "submariner-operator", "gateways", cancellationToken: Token);
    }
}

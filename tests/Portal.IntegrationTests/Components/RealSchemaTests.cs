using ClusterSim.Control;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Schemas;

namespace Portal.IntegrationTests.Components;

/// <summary>Everything that is written to a member over a cluster's whole life with the portal, held to a real server's schemas.</summary>
public sealed class RealSchemaTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task JoinInstallUpgradeUninstallLeave_EveryWrite_IsWhatARealServerTakes()
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);
        var (member, id) = await estate.JoinAsync();
        foreach (var (component, first, second) in new[] { ("volcano", "1.14.2", "1.15.1"), ("prometheus", "87.21.0", "88.5.3") })
        {
            await estate.SucceedAsync(await estate.StartAsync(id, component, first));
            await estate.SucceedAsync(await estate.StartAsync(id, component, second, upgrade: true));
        }

        await estate.SucceedAsync(await estate.Get<IComponents>().UninstallAsync(id, "volcano", Estate.Operator, Token));
        await estate.SucceedAsync(await estate.Get<IClusters>().LeaveAsync(id, Estate.Operator, Token));

        var writes = estate.Sim.Cluster(member).Audit.Entries().Where(write => write.Code < 400).ToList();
        string[] expected =
        [
            "create /api/v1/namespaces/kurator-portal/serviceaccounts/kurator-portal/token", "create /apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            "patch /api/v1/namespaces/kurator-portal", "patch /apis/rbac.authorization.k8s.io/v1/clusterroles/kurator-portal",
            "patch /apis/apiextensions.k8s.io/v1/customresourcedefinitions/jobs.batch.volcano.sh", "create /api/v1/namespaces/volcano-system/secrets",
            "delete /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/kurator-portal",
        ];
        Assert.Empty(expected.Except(writes.Select(Line)));
        Assert.Empty(writes.SelectMany(write => SchemaValidator.Faults(write).Select(fault => $"{Line(write)}: {fault}")));
    }

    private static string Line(AuditEntry write) => $"{write.Verb} {write.Path.Split('?')[0]}";
}

using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Components;

/// <summary>The files of the catalogue that the portal ships.</summary>
public sealed class CatalogContentTests
{
    private static readonly ComponentCatalog Catalog = ComponentCatalog.Load(null);

    // What a role's values may be filled with; each as the schemas want it.
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["cluster.name"] = "member1",
        ["cluster.network"] = "network1",
        ["fleet.name"] = "fleet1",
        ["settings.meshId"] = "mesh1",
        ["settings.address"] = "203.0.113.10",
        ["settings.cableDriver"] = "libreswan",
        ["settings.globalnet"] = "true",
        ["settings.natEnabled"] = "false",
        ["settings.serviceType"] = "LoadBalancer",
        ["istio-gateway-address.address"] = "203.0.113.20",
        ["kubeedge-address.address"] = "203.0.113.10",
        ["submariner-broker-access.server"] = "203.0.113.30:6443",
        ["submariner-broker-access.token"] = "token",
        ["submariner-broker-access.ca"] = "Y2E=",
        ["submariner-broker-access.psk"] = "0123456789abcdef",
        ["submariner-gateway-nodes.clusterCidr"] = "10.244.0.0/16",
        ["submariner-gateway-nodes.serviceCidr"] = "10.96.0.0/12",
        ["submariner-gateway-nodes.globalCidr"] = "242.0.0.0/16",
    };

    public static TheoryData<string> Entries => [.. Catalog.Entries.Select(entry => entry.Name)];

    public static TheoryData<string, string, string> Parts => [.. Catalog.Systems.SelectMany(system => system.Roles.SelectMany(role =>
        role.Parts.Select(part => (system.Name, role.Name, part.Component))))];

    [Fact]
    public void Catalogue_HasEverySystemOfTheSuite() => Assert.Empty(
        new[]
        {
            "karmada", "cloudcore", "volcano", "istio-base", "istiod", "istio-ingressgateway", "istio-eastwestgateway", "prometheus", "thanos",
            "submariner-k8s-broker", "submariner-operator", "kappital-manager", "kappital-engine", "argo-cd", "flux", "kyverno", "kyverno-policies",
            "velero", "flagger", "flagger-loadtester", "rook-ceph", "rook-ceph-cluster", "grafana", "tekton", "pixie", "jaeger", "cert-manager",
        }.Except(Catalog.Entries.Select(entry => entry.Name)));

    [Fact]
    public void Portal_MayHandleTheObjectsOfAllDefinitions()
    {
        var may = PortalRights.Rules.SelectMany(rule => rule.ApiGroups ?? []).ToHashSet();
        var groups = Catalog.Entries.SelectMany(entry => entry.Readiness.Crds.Concat(entry.Leftovers.Crds)).Select(crd => crd[(crd.IndexOf('.', StringComparison.Ordinal) + 1)..]);

        Assert.Subset(may, groups.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Entry_SaysWhereItIsFromWhatIsAwaitedAndWhatIsLeft(string name)
    {
        var entry = Catalog.Get(name);

        Assert.NotEmpty(entry.Leftovers.Namespaces);
        Assert.Contains(entry.Namespace, entry.Leftovers.Namespaces);
        Assert.NotEqual(0, entry.Readiness.Workloads.Count + entry.Readiness.Crds.Count);
        Assert.NotNull(entry.Requirements.Kubernetes);
        if (entry.Chart.Crds != ChartCrds.None)
        {
            Assert.Empty(entry.Chart.Name == "kappital-engine" ? [] : entry.Readiness.Crds.Except(entry.Leftovers.Crds));
        }
    }

    [Theory]
    [InlineData("velero", "", "credentials")]
    [InlineData("velero", "credentials: { existingSecret: s3 }\nconfiguration: { backupStorageLocation: [{ name: default, provider: aws }] }", "bucket")]
    [InlineData("cloudcore", "", "modules")]
    [InlineData("cloudcore", "cloudCore: { modules: { cloudHub: { advertiseAddress: [] } } }", "/cloudCore/modules/cloudHub/advertiseAddress")]
    [InlineData("kappital-manager", "manager: { service: { clusterIP: x.x.x.x } }", "/manager/service/clusterIP")]
    [InlineData("submariner-operator", "", "broker")]
    [InlineData("istio-eastwestgateway", "", "networkGateway")]
    public void Values_WithoutWhatUpstreamNeeds_AreRefusedBeforeTheClusterIsTouched(string component, string given, string named)
    {
        var entry = Catalog.Get(component);

        var problem = Assert.Throws<ProblemException>(() => ReleaseValues.Screen(entry, entry.LatestVersion, given)).Problem;

        Assert.Contains(named, problem.Why, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Role_ItsValues_FitWhatTheComponentTakes(string system, string role, string component)
    {
        var part = Catalog.GetSystem(system).Role(role)!.Parts.Single(candidate => candidate.Component == component);
        var entry = Catalog.Get(component);
        var filled = Placeholders.Fill(ComponentValues.Parse(part.Values), Texts);
        var given = part.Values.Length > 0 ? filled.ToJsonString() : entry.ExampleValues;

        Assert.Empty(ComponentValues.Merge(entry, entry.LatestVersion, given).Faults);
    }

    [Fact]
    public void IstioRemote_LeadsToThePrimary()
    {
        var part = Catalog.GetSystem("istio-multicluster").Role("remote")!.Parts.Single(candidate => candidate.Component == "istiod");
        var values = ComponentValues.Merge(Catalog.Get("istiod"), "1.30.3", Placeholders.Fill(ComponentValues.Parse(part.Values), Texts).ToJsonString());

        Assert.Equal("203.0.113.20", (string?)values.Merged["global"]!["remotePilotAddress"]);
        Assert.Equal("/inject/cluster/member1/net/network1", (string?)values.Merged["istiodRemote"]!["injectionPath"]);
        Assert.False(values.IsEnabled(Catalog.Get("istiod").Readiness.Workloads[0].EnabledBy));
    }

    [Theory]
    [InlineData("velero", "credentials/secretContents/cloud")]
    [InlineData("submariner-operator", "broker/token")]
    [InlineData("submariner-operator", "ipsec/psk")]
    [InlineData("pixie", "deployKey")]
    [InlineData("grafana", "adminPassword")]
    [InlineData("thanos", "global/objstore/config")]
    public void Secret_IsMarkedInTheSchema(string component, string path)
    {
        JsonNode? schema = Catalog.Get(component).ValuesSchema;
        foreach (var part in path.Split('/'))
        {
            schema = schema?["properties"]?[part];
        }

        Assert.True((bool?)schema?["writeOnly"], $"{component}: {path} is not marked.");
    }

    [Theory]
    [InlineData("istiod")]
    [InlineData("karmada")]
    [InlineData("rook-ceph")]
    [InlineData("cert-manager")]
    public void Upgrade_WhereUpstreamForbidsIt_LeavesOutNoMinorVersion(string component)
    {
        var entry = Catalog.Get(component);

        var next = entry.Upgrade.Next(entry.Versions[^1], entry.Versions);

        Assert.NotEmpty(next);
        Assert.DoesNotContain(entry.LatestVersion, next);
    }
}

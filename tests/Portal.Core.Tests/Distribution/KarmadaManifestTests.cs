using System.Text.Json.Nodes;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Sources;
using Portal.Testing.Schemas;

namespace Portal.Core.Tests.Distribution;

/// <summary>Applications as Karmada's own objects: held to its schemas, and to what a real control plane stored.</summary>
public sealed class KarmadaManifestTests
{
    private static readonly Guid Id = new("a7000000-0000-7000-8000-000000000001");

    [Fact]
    public void Policies_SelectEachObjectOnce_ByName_AndLeaveWhatWorkloadsCarry()
    {
        var made = Make(KarmadaSamples.Source, KarmadaSamples.Rich);

        Assert.Equal(["Deployment web", "ConfigMap alone"], Selected(made, "PropagationPolicy shop/app"));
        Assert.Equal(["Service web"], Selected(made, "PropagationPolicy default/app"));
        Assert.Equal(["Namespace shop"], Selected(made, "ClusterPropagationPolicy app-namespaces"));
        Assert.Equal(["CustomResourceDefinition carts.example.com"], Selected(made, "ClusterPropagationPolicy app-definitions"));
        Assert.Equal(["Cart first", "ClusterRole reader"], Selected(made, "ClusterPropagationPolicy app"));
        Assert.True((bool)made["ClusterPropagationPolicy app-namespaces"]["spec"]!["preserveResourcesOnDeletion"]!);
        Assert.Equal("true", (string?)made["Namespace shop"]["metadata"]!["labels"]!["namespace.karmada.io/skip-auto-propagation"]);
        Assert.All(made.Values, item => Assert.Equal(Id.ToString(), (string?)item["metadata"]!["annotations"]![ClusterManifest.IdAnnotation]));
        var spec = made["PropagationPolicy shop/app"]["spec"]!;
        Assert.Equal((7, "Always", "Overwrite", "Weighted", 20), ((int)spec["priority"]!, (string?)spec["preemption"], (string?)spec["conflictResolution"],
            (string?)spec["placement"]!["replicaScheduling"]!["replicaDivisionPreference"], (int)spec["placement"]!["clusterTolerations"]![0]!["tolerationSeconds"]!));

        var all = Make(KarmadaSamples.Source, KarmadaSamples.Rich with { PropagateDeps = false });
        Assert.Equal(9, Selected(all, "PropagationPolicy shop/app").Count);
    }

    [Fact]
    public void Failover_IsSaidInKarmadasTolerations_AndAReturnIsRefused()
    {
        var policy = new ApplicationPolicy { Failover = new FailoverPolicy(90) };
        var spec = Make(KarmadaSamples.Source, policy)["PropagationPolicy shop/app"]["spec"]!;
        Assert.Equal("Gracefully", (string?)spec["failover"]!["cluster"]!["purgeMode"]);
        Assert.Equal(
            ["cluster.karmada.io/not-ready Exists NoExecute 90", "cluster.karmada.io/unreachable Exists NoExecute 90"],
            spec["placement"]!["clusterTolerations"]!.AsArray().Select(one => $"{one!["key"]} {one["operator"]} {one["effect"]} {one["tolerationSeconds"]}"));
        Assert.DoesNotContain(KarmadaRefusals.Of(ManifestSource.Read(KarmadaSamples.Source), policy), words => words.Contains("lost", StringComparison.Ordinal));
        Assert.Contains(
            "Karmada never brings replicas back to a cluster that was lost: let them return Never, or let the portal deliver directly.",
            KarmadaRefusals.Of(ManifestSource.Read(KarmadaSamples.Source), policy with { Failover = new FailoverPolicy(90, FailoverReturn.Automatically) }));

        Assert.Null(Make(KarmadaSamples.Source, new ApplicationPolicy())["PropagationPolicy shop/app"]["spec"]!["failover"]);
        Assert.Null(Make(KarmadaSamples.Source, new ApplicationPolicy())["PropagationPolicy shop/app"]["spec"]!["placement"]);
    }

    [Fact]
    public void Policies_AreThereBeforeWhatTheySelect()
    {
        var order = KarmadaManifest.Make(ManifestSource.Read(KarmadaSamples.Source), KarmadaSamples.Rich, Id, "app").Select(item => item.Source.Item.Kind).Distinct().ToList();

        Assert.Equal(["ClusterOverridePolicy", "ClusterPropagationPolicy", "Namespace", "OverridePolicy", "PropagationPolicy", "CustomResourceDefinition"], order[..6]);
    }

    [Fact]
    public void Overrides_OfTheSameObjects_ShareAPolicy_KeepTheirOrder_AndNameTheirObjects()
    {
        var made = Make(KarmadaSamples.Source, KarmadaSamples.Rich);

        Assert.Equal(["Deployment web"], Selected(made, "OverridePolicy shop/app"));
        Assert.Equal(2, made["OverridePolicy shop/app"]["spec"]!["overrideRules"]!.AsArray().Count);
        Assert.Equal(9, Selected(made, "OverridePolicy shop/app-002").Count);
        Assert.Null(made["OverridePolicy shop/app-002"]["spec"]!["overrideRules"]![0]!["targetCluster"]);
        Assert.Equal(["Deployment web"], Selected(made, "OverridePolicy shop/app-003"));
        Assert.Equal(["Service web"], Selected(made, "OverridePolicy default/app"));
        Assert.Equal(4, Selected(made, "ClusterOverridePolicy app").Count);
    }

    [Fact]
    public void EveryObject_IsWhatKarmadasOwnSchemasTake()
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);
        foreach (var policy in new[] { KarmadaSamples.Rich, new ApplicationPolicy(), new ApplicationPolicy { Failover = new FailoverPolicy() } })
        {
            var made = Make(KarmadaSamples.Source, policy).Values.Where(item => (string?)item["kind"] != "Cart").ToList();
            Assert.Contains(made, item => (string?)item["kind"] == "PropagationPolicy");
            Assert.Empty(made.SelectMany(SchemaValidator.Faults));
        }
    }

    [Fact]
    public void RecordedApplication_ComesOutAsTheControlPlaneStoredIt()
    {
        Assert.SkipUnless(RecordedDecisions.Folder is not null, "The recorded control plane is not beside this checkout.");
        var folder = Path.Combine(RecordedDecisions.Folder!, "control-plane");
        var documents = ManifestSource.Read(File.ReadAllText(Path.Combine(folder, "application.yaml"))).Objects;
        var written = documents.First(item => item.Item.Kind == "PropagationPolicy").Item.Content["spec"]!;
        var rule = documents.First(item => item.Item.Kind == "OverridePolicy").Item.Content["spec"]!["overrideRules"]![0]!;
        var policy = PolicyYaml.Read(new JsonObject { ["placement"] = written["placement"]!.DeepClone(), ["overrides"] = new JsonArray(rule.DeepClone()) }.ToJsonString());
        policy = policy with { Overrides = [policy.Overrides[0] with { ResourceSelectors = [new ResourceSelector("apps/v1", "Deployment", "default", "shop")] }] };

        var source = new ManifestSource([.. documents.Where(item => item.Item.Group != KarmadaPolicyApi.Group)], []);
        var made = KarmadaManifest.Make(source, policy, Id, "shop").ToDictionary(item => item.Source.Item.Label, item => item.Content);

        foreach (var item in JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "1-placed", "policies.json")))!["items"]!.AsArray())
        {
            var stored = item!["spec"]!.DeepClone().AsObject();
            foreach (var added in new[] { "priority", "preemption", "schedulerName", "overriders" })
            {
                stored.Remove(added);
            }

            var spec = made[$"{(string?)item["kind"]} default/shop"]["spec"]!;
            Assert.True(JsonNode.DeepEquals(stored, spec), $"stored {stored.ToJsonString()}\nmade   {spec.ToJsonString()}");
        }
    }

    [Theory]
    [InlineData("{spreadConstraints: [{spreadByField: zone, minGroups: 2, maxGroups: 2}]}", "by zone or provider alone")]
    [InlineData("{spreadConstraints: [{spreadByField: provider, minGroups: 2, maxGroups: 2}]}", "by zone or provider alone")]
    [InlineData("{spreadConstraints: [{spreadByField: region, minGroups: 2, maxGroups: 2}]}", "only together with one by cluster")]
    [InlineData("{spreadConstraints: [{spreadByField: zone, minGroups: 2, maxGroups: 2}, {spreadByField: cluster, minGroups: 2, maxGroups: 2}]}", null)]
    [InlineData("{clusterAffinity: {fieldSelector: {matchExpressions: [{key: region, operator: Exists}]}}}", "know In and NotIn alone")]
    [InlineData("{clusterAffinity: {fieldSelector: {matchExpressions: [{key: region, operator: NotIn, values: [north]}]}}}", null)]
    public void WhatIsBeyondKarmada_IsRefusedWithTheReason(string placement, string? refusal)
    {
        var refusals = KarmadaRefusals.Of(ManifestSource.Read(KarmadaSamples.Source), PolicyYaml.Read($"placement: {placement}"));

        Assert.Equal(refusal is null ? 0 : 1, refusals.Count);
        Assert.All(refusals, said => Assert.Contains(refusal!, said, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatKarmadaNeverCarries_IsRefused()
    {
        var source = ManifestSource.Read("""
            {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: kube-system}}
            ---
            {apiVersion: policy.karmada.io/v1alpha1, kind: PropagationPolicy, metadata: {name: b, namespace: shop}}
            """);

        Assert.Equal(
            ["Karmada carries nothing of the namespace kube-system.", "Karmada does not carry its own objects: PropagationPolicy shop/b."],
            KarmadaRefusals.Of(source, new ApplicationPolicy()));
    }

    private static Dictionary<string, JsonObject> Make(string source, ApplicationPolicy policy) =>
        KarmadaManifest.Make(ManifestSource.Read(source), policy, Id, "app").ToDictionary(item => item.Source.Item.Label, item => item.Content);

    private static IReadOnlyList<string> Selected(Dictionary<string, JsonObject> made, string label) =>
        [.. made[label]["spec"]!["resourceSelectors"]!.AsArray().Select(selector => $"{(string?)selector!["kind"]} {(string?)selector["name"]}")];
}

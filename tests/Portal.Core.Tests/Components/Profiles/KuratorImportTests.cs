using Portal.Core.Components.Catalog;
using Portal.Core.Components.Profiles;
using Portal.Core.Components.Profiles.Kurator;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Components.Profiles;

public sealed class KuratorImportTests
{
    private const string Fleet = """
        apiVersion: fleet.kurator.dev/v1alpha1
        kind: Fleet
        metadata:
          name: quickstart
          namespace: default
        spec:
          clusters:
            - name: member1
              kind: AttachedCluster
          plugin:
            metric:
              prometheus:
                kubeStateMetrics: { enabled: false }
                extraArgs: { prometheus: { retention: 1d } }
              thanos:
                objectStoreConfig: { secretName: thanos-objstore }
            grafana: {}
            policy:
              kyverno:
                podSecurity: { standard: baseline, severity: high, validationFailureAction: Audit }
            backup:
              storage:
                location: { bucket: kurator-backup, provider: aws, endpoint: s3.amazonaws.com, region: us-east-1 }
                secretName: backup-secret
            flagger:
              trafficRoutingProvider: istio
              publicTestloader: true
            distributedStorage:
              storage:
                dataDirHostPath: /var/lib/rook
                monitor: { count: 3, labels: { role: monitor } }
                storage: { useAllNodes: true }
            submariner:
              clusterCidrs: { member1: 10.1.0.0/16 }
              serviceCidrs: { member1: 10.2.0.0/16 }
        ---
        apiVersion: cluster.kurator.dev/v1alpha1
        kind: AttachedCluster
        metadata:
          name: member1
        spec:
          kubeconfig: { name: member1, key: member1.config }
        """;

    private static readonly ComponentCatalog Catalog = ComponentCatalog.Load(null);

    [Fact]
    public void Fleet_BecomesAProfile_OfWhatTheCatalogueHas()
    {
        var import = KuratorImport.Read(Fleet, Catalog);

        Assert.Equal("quickstart", import.Content.Name);
        Assert.Equal(
            ["prometheus", "grafana", "kyverno", "kyverno-policies", "velero", "rook-ceph", "rook-ceph-cluster", "flagger", "flagger-loadtester"],
            import.Content.Components.Select(component => component.Component));
        Assert.Empty(new ProfileValidator(Catalog).Validate(import.Content).Errors);
        Assert.All(import.Content.Components.Where(component => component.HasValues), component =>
            ReleaseValues.Screen(Catalog.Get(component.Component), Catalog.Get(component.Component).LatestVersion, component.Values));
        Assert.Contains("podSecurityStandard: baseline", Values(import, "kyverno-policies"), StringComparison.Ordinal);
        Assert.Contains("bucket: kurator-backup", Values(import, "velero"), StringComparison.Ordinal);
        Assert.Contains("existingSecret: backup-secret", Values(import, "velero"), StringComparison.Ordinal);
        Assert.Contains("dataDirHostPath: /var/lib/rook", Values(import, "rook-ceph-cluster"), StringComparison.Ordinal);
        Assert.Equal("meshProvider: istio\n", Values(import, "flagger"));
    }

    [Fact]
    public void NoField_IsDroppedInSilence()
    {
        var fields = KuratorImport.Read(Fleet, Catalog).Fields;

        foreach (var path in new[] { "spec.clusters", "spec.plugin.metric.thanos", "spec.plugin.metric.prometheus.extraArgs", "spec.plugin.submariner", "metadata.namespace" })
        {
            var field = Assert.Single(fields, field => field.Path == $"Fleet quickstart: {path}");
            Assert.True(field is { Taken: false, Words.Length: > 10 });
        }

        Assert.Contains(fields, field => field.Path == "AttachedCluster member1: spec.kubeconfig" && !field.Taken);
        Assert.Contains(fields, field => field.Path == "Fleet quickstart: spec.plugin.backup.storage.location" && field.Taken);
        Assert.DoesNotContain(fields, field => field.Words == "The portal has nothing that it could be.");
    }

    [Theory]
    [InlineData("kind: Fleet", "kind: Application", "no Application")]
    [InlineData("standard: baseline", "standard: strict", "standard")]
    [InlineData("secretName: backup-secret", "", "secretName")]
    [InlineData("grafana: {}", "grafana: { colour: red }", "colour")]
    public void WhatKuratorItselfWouldRefuse_IsRefused(string old, string next, string why)
    {
        var refused = Assert.Throws<ProblemException>(() => KuratorImport.Read(Fleet.Replace(old, next, StringComparison.Ordinal), Catalog));

        Assert.Contains(why, refused.Problem.Why, StringComparison.Ordinal);
    }

    private static string Values(ProfileImport import, string component) => import.Content.Components.Single(one => one.Component == component).Values;
}

using Portal.Core.Distribution.Sources;

namespace Portal.Core.Tests.Distribution;

/// <summary>The form of an application and its manifests follow each other, and neither loses what the other does not know.</summary>
public sealed class SimpleWorkloadTests
{
    private const string Known = """
        # kept
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: other}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
        spec:
          # by hand
          replicas: 2
          strategy: {type: Recreate}
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web, tier: front}}
            spec:
              serviceAccountName: web
              containers:
                - name: main
                  image: web:1
                  command: [run]
                  ports: [{containerPort: 8080, name: http}]
                  env:
                    - {name: MODE, value: fast}
                    - {name: TOKEN, valueFrom: {secretKeyRef: {name: t, key: k}}}
                  resources: {requests: {cpu: 100m, ephemeral-storage: 1Gi}}
                - name: helper
                  image: helper:1
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec:
          type: ClusterIP
          selector: {app: web}
          ports: [{port: 80, targetPort: 8080}]
        """;

    [Fact]
    public void EmptySource_BecomesDeploymentAndService()
    {
        var workload = new SimpleWorkload("web", "", "nginx:1", 3, 8080, [KeyValuePair.Create("A", "b: c")], "100m", "64Mi", "", "128Mi");

        var source = SimpleWorkloadSource.Write("", workload);

        var read = ManifestSource.Read(source);
        Assert.Empty(read.Faults);
        Assert.Equal(["apps/Deployment//web", "/Service//web"], read.Objects.Select(item => item.Key));
        Assert.Equal(3, read.Objects[0].Replicas);
        Assert.Equal("""{"containerPort":8080}""", read.Objects[0].Item.Content["spec"]!["template"]!["spec"]!["containers"]![0]!["ports"]![0]!.ToJsonString());
        Assert.Equal("""{"selector":{"app":"web"},"ports":[{"port":8080,"targetPort":8080}]}""", read.Objects[1].Item.Content["spec"]!.ToJsonString());
        var back = SimpleWorkloadSource.Read(source)!;
        Assert.Equal(workload.Variables, back.Variables);
        Assert.Equal(workload with { Env = null }, back with { Env = null });
    }

    [Fact]
    public void WhatTheFormDoesNotKnow_Stays()
    {
        var form = SimpleWorkloadSource.Read(Known)!;
        Assert.Equal(("web", "shop", "web:1", 2, 8080, "100m"), (form.Name, form.Namespace, form.Image, form.Replicas, form.Port, form.CpuRequest));
        Assert.Equal("MODE", Assert.Single(form.Variables).Key);

        var source = SimpleWorkloadSource.Write(Known, form with { Image = "web:2", Replicas = 5, Env = [], CpuRequest = "" });

        Assert.Contains("# kept", source, StringComparison.Ordinal);
        Assert.Contains("# by hand", source, StringComparison.Ordinal);
        var objects = ManifestSource.Read(source).Objects;
        Assert.Equal(["/ConfigMap//other", "apps/Deployment/shop/web", "/Service/shop/web"], objects.Select(item => item.Key));
        var spec = objects[1].Item.Content["spec"]!;
        Assert.Equal((5L, "Recreate", "web"), ((long)spec["replicas"]!, (string)spec["strategy"]!["type"]!, (string)spec["template"]!["spec"]!["serviceAccountName"]!));
        Assert.Equal(
            """[{"name":"main","image":"web:2","command":["run"],"ports":[{"containerPort":8080,"name":"http"}],"env":[{"name":"TOKEN","valueFrom":{"secretKeyRef":{"name":"t","key":"k"}}}],"resources":{"requests":{"ephemeral-storage":"1Gi"}}},{"name":"helper","image":"helper:1"}]""",
            spec["template"]!["spec"]!["containers"]!.ToJsonString());
        Assert.Equal("""{"type":"ClusterIP","selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]}""", objects[2].Item.Content["spec"]!.ToJsonString());
    }

    [Fact]
    public void Unchanged_IsWrittenBackToTheLetter() =>
        Assert.Equal(Known.TrimEnd('\n') + "\n", SimpleWorkloadSource.Write(Known, SimpleWorkloadSource.Read(Known)!));

    [Fact]
    public void NewName_IsFollowedByWhatBearsIt_AndAPortThatGoesTakesItsService()
    {
        var form = SimpleWorkloadSource.Read(Known)!;

        var named = ManifestSource.Read(SimpleWorkloadSource.Write(Known, form with { Name = "front", Namespace = "" })).Objects;
        Assert.Equal(["/ConfigMap//other", "apps/Deployment//front", "/Service//front"], named.Select(item => item.Key));
        Assert.Equal("""{"app":"front","tier":"front"}""", named[1].Item.Content["spec"]!["template"]!["metadata"]!["labels"]!.ToJsonString());
        Assert.Equal("front", (string)named[2].Item.Content["spec"]!["selector"]!["app"]!);

        var closed = ManifestSource.Read(SimpleWorkloadSource.Write(Known, form with { Port = null })).Objects;
        Assert.Equal(["/ConfigMap//other", "apps/Deployment/shop/web"], closed.Select(item => item.Key));
    }

    [Fact]
    public void PortThatOnlyTheServiceNames_LeavesTheService()
    {
        var source = Known.Replace("          ports: [{containerPort: 8080, name: http}]\n", "", StringComparison.Ordinal);
        var form = SimpleWorkloadSource.Read(source)!;
        Assert.Null(form.Port);

        Assert.Equal(3, ManifestSource.Read(SimpleWorkloadSource.Write(source, form with { Image = "web:2" })).Objects.Count);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")]
    [InlineData("kind: [")]
    public void SourceWithoutDeployment_IsNoForm(string source) => Assert.Null(SimpleWorkloadSource.Read(source));
}

using System.Text.Json.Nodes;
using Portal.Core.Components.Manifests;
using Portal.Core.Secrets;

namespace Portal.Core.Tests.Components.Manifests;

public sealed class ManifestTests
{
    [Fact]
    public void Parse_StreamOfAChart_TakesListsApartAndTellsWhatIsNoObject()
    {
        var manifest = Manifest.Parse("""
            ---
            # Source: demo/templates/a.yaml
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: settings
            data:
              text: |
                --- not a document
            --- # Source: demo/templates/b.yaml
            apiVersion: v1
            kind: List
            items:
              - apiVersion: apps/v1
                kind: Deployment
                metadata: { name: one, namespace: web }
              - apiVersion: batch/v1
                kind: Job
                metadata:
                  name: hook
                  annotations: { "helm.sh/hook": "pre-install, pre-upgrade" }
            ---
            # Source: demo/templates/c.yaml
            # nothing but a comment
            ---
            # Source: demo/templates/d.yaml
            a: &anchor 1
            """);

        Assert.Equal(["ConfigMap settings", "Deployment web/one", "Job hook"], manifest.Objects.Select(item => item.Label));
        Assert.Equal(("apps", "v1"), (manifest.Objects[1].Group, manifest.Objects[1].Version));
        Assert.True(manifest.Objects[2].RunsAt("pre-upgrade"));
        Assert.False(manifest.Objects[2].RunsAt("post-delete"));
        Assert.Contains("demo/templates/d.yaml", Assert.Single(manifest.Unreadable), StringComparison.Ordinal);
    }

    [Fact]
    public void Unified_OfASecret_ShowsWhichKeysChangeAndNoValue()
    {
        var before = Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","uid":"1"},"data":{"same":"c2FtZQ==","changed":"b2xk","gone":"Z29uZQ=="}}""");
        var after = Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"same":"c2FtZQ==","changed":"bmV3","come":"Y29tZQ=="}}""");

        var diff = ObjectDiff.Unified("Secret s", before, after, new Redactor());

        Assert.Contains("-  changed: (hidden)", diff, StringComparison.Ordinal);
        Assert.Contains("+  changed: (hidden, another value)", diff, StringComparison.Ordinal);
        Assert.Contains("-  gone: (hidden)", diff, StringComparison.Ordinal);
        Assert.Contains("+  come: (hidden)", diff, StringComparison.Ordinal);
        Assert.DoesNotContain("==", diff, StringComparison.Ordinal);
        Assert.DoesNotContain("uid", diff, StringComparison.Ordinal);
    }

    [Fact]
    public void Unified_OfAnObjectWithASecretValue_BlanksItOut()
    {
        var redactor = new Redactor();
        redactor.Hide("canary-4711-password");

        var diff = ObjectDiff.Unified("ConfigMap c", null, Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"url":"db://canary-4711-password@host"}}"""), redactor);

        Assert.DoesNotContain("canary", diff, StringComparison.Ordinal);
        Assert.Contains("+kind: ConfigMap", diff, StringComparison.Ordinal);
    }

    [Fact]
    public void Same_WhenOnlyTheServersOwnFieldsDiffer_IsTrue()
    {
        var before = Parse("""{"kind":"Service","metadata":{"name":"s","resourceVersion":"1","managedFields":[{}]},"spec":{"a":1,"b":2},"status":{"x":1}}""");
        var after = Parse("""{"kind":"Service","spec":{"b":2,"a":1},"metadata":{"name":"s","resourceVersion":"2"}}""");

        Assert.True(ObjectDiff.Same(before, after));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}

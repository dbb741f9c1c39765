using System.IO.Compression;
using System.Text;
using System.Text.Json;
using k8s.Models;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Tests.Components;

public sealed class ManifestReadinessTests
{
    private const string Manifest = """
        ---
        # Source: echo/templates/all.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: my-echo-server
        spec: {}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: text
        data:
          inner: |
            kind: Deployment
            metadata: { name: not-this }
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: agent
          namespace: kube-system
        ---
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: once
        spec:
          ttlSecondsAfterFinished: 10
        ---
        apiVersion: other.example/v1
        kind: Deployment
        metadata:
          name: somebody-elses-kind
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: echoes.example.com
        """;

    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CustomResourceDefinition"];

    [Fact]
    public void Of_Manifest_FindsAllThatMustBecomeReadyWhateverItIsCalled()
    {
        var readiness = ManifestReadiness.Of(ReleaseManifest.Read(Record(Manifest), Kinds)!, "echo");

        Assert.Equal([("Deployment", "my-echo-server", "echo"), ("DaemonSet", "agent", "kube-system")],
            readiness.Workloads.Select(workload => (workload.Kind, workload.Name, workload.Namespace!)));
        Assert.True(Assert.Single(readiness.Jobs, job => job.Name == "once").RemovedWhenDone);
        Assert.Equal(["echoes.example.com"], readiness.Crds);
    }

    [Fact]
    public void Read_RecordOfAnotherForm_IsNone()
    {
        var record = Record(Manifest);
        record.Data["release"] = Encoding.ASCII.GetBytes("bm8gZ3ppcA==");

        Assert.Null(ReleaseManifest.Read(record, Kinds));
    }

    /// <summary>As helm writes it: JSON, gzip, base64, and base64 once more in the Secret.</summary>
    private static V1Secret Record(string manifest)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(gzip, new { name = "echo", manifest });
        }

        return new V1Secret { Data = new Dictionary<string, byte[]> { ["release"] = Encoding.ASCII.GetBytes(Convert.ToBase64String(packed.ToArray())) } };
    }
}

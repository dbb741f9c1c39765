using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Tests.Distribution;

/// <summary>As AddPodTemplateRequest of Karmada v1.16 (pkg/util/resource.go) and Kubernetes' scheduler reckon it.</summary>
public sealed class WorkloadRequestsTests
{
    [Theory]
    [InlineData("containers: [{name: a, resources: {requests: {cpu: 250m, memory: 1Gi}}}, {name: b, resources: {requests: {cpu: 1}}}]", "1250m", "1073741824")]
    [InlineData("containers: [{name: a, resources: {limits: {cpu: 2}}}]", "2000m", null)]
    [InlineData("containers: [{name: a, resources: {requests: {cpu: 1}, limits: {cpu: 2}}}]", "1000m", null)]
    [InlineData("initContainers: [{name: i, resources: {requests: {cpu: 3}}}], containers: [{name: a, resources: {requests: {cpu: 1}}}]", "3000m", null)]
    [InlineData("initContainers: [{name: i, resources: {requests: {cpu: 1}}}], containers: [{name: a, resources: {requests: {cpu: 1}}}, {name: b, resources: {requests: {cpu: 1}}}]", "2000m", null)]
    [InlineData("overhead: {cpu: 100m, memory: 1}, containers: [{name: a, resources: {requests: {cpu: 1}}}]", "1100m", "1")]
    [InlineData("containers: [{name: a, resources: {requests: {cpu: much}}}]", null, null)]
    [InlineData("containers: [{name: a}]", null, null)]
    public void Of_PodTemplate_IsWhatOneReplicaTakes(string spec, string? cpu, string? memory)
    {
        var source = ManifestSource.Demand(
            $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec: { replicas: 2, template: { spec: { {{spec}} } } }
            """, "The preview cannot be made");

        var requests = WorkloadRequests.Of(source.Objects[0]);

        Assert.Equal(cpu, requests?.GetValueOrDefault("cpu"));
        Assert.Equal(memory, requests?.GetValueOrDefault("memory"));
    }
}

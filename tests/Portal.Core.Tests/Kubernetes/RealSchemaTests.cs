using System.Text.Json.Nodes;
using ClusterSim.Control;
using Portal.Core.Clusters;
using Portal.Core.Kubernetes;
using Portal.Testing.Schemas;

namespace Portal.Core.Tests.Kubernetes;

/// <summary>The manifests that people see and apply are what a real server takes; and the judge of that sees faults.</summary>
public sealed class RealSchemaTests
{
    [Fact]
    public void Manifests_OfAJoin_HaveNoFault()
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);

        Assert.Empty(SchemaValidator.FaultsOfYaml(MemberAccount.Manifest(Guid.NewGuid())));
        Assert.Empty(SchemaValidator.FaultsOfYaml(MemberAccount.OwnedManifest(Guid.NewGuid(), Guid.NewGuid().ToString())));
        Assert.Empty(SchemaValidator.FaultsOfYaml(PortalRightsYaml.Render()));
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a","label":{}}}""", "Namespace a: /metadata/label: unknown field")]
    [InlineData("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"a"},"automountServiceAccountToken":"no"}""", "ServiceAccount a: /automountServiceAccountToken: ")]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"template":{"spec":{"containers":[{"name":"a","img":"b"}]}}}}""", "Deployment a: /spec/template/spec/containers/0/img: unknown field")]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"template":{}}}""", "Deployment a: /spec: ")]
    [InlineData("""{"apiVersion":"apps/v2","kind":"Deployment","metadata":{"name":"a"}}""", "Deployment a: no schema of apps/v2 Deployment is known")]
    [InlineData("""{"apiVersion":"scheduling.volcano.sh/v1beta1","kind":"Queue","metadata":{"name":"a"},"spec":{"wight":1}}""", "Queue a: /spec/wight: unknown field")]
    [InlineData("""{"apiVersion":"scheduling.volcano.sh/v1beta1","kind":"Queue","metadata":{"name":"a"},"spec":{"weight":"1"}}""", "Queue a: /spec/weight: ")]
    [InlineData("""{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"a"}}""", "Widget a: no schema of example.com/v1 Widget is known")]
    public void Faults_OfAWrongObject_NameItAndTheField(string item, string fault)
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);

        Assert.Contains(SchemaValidator.Faults(JsonNode.Parse(item)!.AsObject()), found => found.StartsWith(fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("patch", "/apis/apps/v1/namespaces/a/deployments/b", "application/strategic-merge-patch+json", """{"spec":{"replicas":2,"$retainKeys":["replicas"]}}""", null)]
    [InlineData("patch", "/apis/apps/v1/namespaces/a/deployments/b", "application/merge-patch+json", """{"spec":{"replica":2}}""", "/spec/replica: unknown field")]
    [InlineData("patch", "/apis/apps/v1/namespaces/a/deployments/b", "application/apply-patch+yaml", """{"kind":"StatefulSet"}""", "a StatefulSet where a Deployment is taken")]
    [InlineData("patch", "/apis/scheduling.volcano.sh/v1beta1/queues/q", "application/merge-patch+json", """{"spec":{"weight":2}}""", null)]
    [InlineData("create", "/api/v1/namespaces/a/serviceaccounts/b/token", "application/json", """{"spec":{"expirationSeconds":3600,"audiences":[]}}""", null)]
    [InlineData("create", "/api/v1/namespaces/a/serviceaccounts/b/token", "application/json", """{"spec":{"expirationSeconds":3600,"audiences":null}}""", null)]
    [InlineData("create", "/api/v1/namespaces/a/serviceaccounts/b/token", "application/json", """{"spec":{"lifetime":3600,"audiences":[]}}""", "/spec/lifetime: unknown field")]
    [InlineData("delete", "/api/v1/namespaces/a", "application/json", """{"propagationPolicy":"Foreground"}""", null)]
    [InlineData("delete", "/api/v1/namespaces/a", "application/json", """{"propagation":"Foreground"}""", "/propagation: unknown field")]
    [InlineData("create", "/apis/example.com/v1/widgets", "application/json", "{}", "no schema knows this resource")]
    public void Faults_OfAWrite_FollowItsPathAndForm(string verb, string path, string form, string body, string? fault)
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);

        var faults = SchemaValidator.Faults(new AuditEntry(DateTimeOffset.UnixEpoch, verb, path, "test", 200, form, body));

        Assert.Equal(fault is null, faults.Count == 0);
        Assert.True(fault is null || faults.Any(found => found.Contains(fault, StringComparison.Ordinal)), string.Join('\n', faults));
    }
}

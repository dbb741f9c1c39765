using Portal.Core.Access;
using Portal.Core.Distribution.Sources;
using Portal.Core.Namespaces;
using Portal.Core.Namespaces.Delivery;

namespace Portal.Core.Tests.Namespaces;

public sealed class NamespaceManifestTests
{
    [Fact]
    public void WholeNamespace_IsTheObjectsThatItSays()
    {
        var objects = Objects(new NamespaceSpec
        {
            Quota = new Dictionary<string, string> { ["pods"] = "10", ["requests.cpu"] = "2" },
            DefaultRequests = new Dictionary<string, string> { ["cpu"] = "100m" },
            DefaultLimits = new Dictionary<string, string> { ["memory"] = "256Mi" },
            PodSecurity = PodSecurityLevel.Restricted,
            Labels = new Dictionary<string, string> { ["cost"] = "42" },
        }, ["audit"], [new NamespaceAccount("ada", NamespaceRole.Admin)]);

        Assert.Equal(
            [
                "Namespace/web", "ResourceQuota/team-quota", "LimitRange/team-defaults", "NetworkPolicy/team-network", "RoleBinding/team-view", "RoleBinding/team-edit", "RoleBinding/team-admin",
            ],
            objects.Select(one => $"{one.Item.Kind}/{one.Item.Name}"));
        Assert.All(objects.Skip(1), one => Assert.Equal("web", one.Item.Namespace));
        Assert.Equal(
            """{"cost":"42","kurator-portal.io/team":"shop","pod-security.kubernetes.io/enforce":"restricted","pod-security.kubernetes.io/audit":"restricted","pod-security.kubernetes.io/warn":"restricted"}""",
            objects[0].Item.Content["metadata"]!["labels"]!.ToJsonString());
        Assert.Equal("""{"pods":"10","requests.cpu":"2"}""", objects[1].Item.Content["spec"]!["hard"]!.ToJsonString());
        Assert.Equal("""[{"type":"Container","defaultRequest":{"cpu":"100m"},"default":{"memory":"256Mi"}}]""", objects[2].Item.Content["spec"]!["limits"]!.ToJsonString());
        Assert.Equal(
            ["portal:team:shop:viewer", "portal:team:audit:viewer", "portal:team:audit:developer", "portal:team:audit:operator", "portal:team:audit:owner"],
            Subjects(objects[4]));
        Assert.Equal(["portal:team:shop:developer"], Subjects(objects[5]));
        Assert.Equal(["portal:team:shop:operator", "portal:team:shop:owner", "portal:ada"], Subjects(objects[6]));
        Assert.Equal("admin", (string?)objects[6].Item.Content["roleRef"]!["name"]);
    }

    [Fact]
    public void Isolated_LetsInTheNamespaceItself_AndOutToIt_AndToDns() => Assert.Equal(
        """{"podSelector":{},"policyTypes":["Ingress","Egress"],"ingress":[{"from":[{"podSelector":{}}]}],"egress":[{"to":[{"podSelector":{}}]},{"ports":[{"port":53,"protocol":"UDP"},{"port":53,"protocol":"TCP"}]}]}""",
        Network(NetworkIsolation.Isolated));

    [Fact]
    public void Team_LetsInTheTeamsNamespaces() => Assert.Equal(
        """{"podSelector":{},"policyTypes":["Ingress"],"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kurator-portal.io/team":"shop"}}}]}]}""",
        Network(NetworkIsolation.Team));

    [Fact]
    public void WhatLimitsNothing_IsNotWritten() => Assert.Equal(
        ["Namespace"],
        Objects(new NamespaceSpec { Network = NetworkIsolation.Open, Members = new NamespaceMembers { Roles = new Dictionary<TeamRole, NamespaceRole>() } }, [], []).Select(one => one.Item.Kind));

    private static string Network(NetworkIsolation isolation) =>
        Objects(new NamespaceSpec { Network = isolation }, [], []).Single(one => one.Item.Kind == "NetworkPolicy").Item.Content["spec"]!.ToJsonString();

    private static IEnumerable<string?> Subjects(SourceObject binding) => binding.Item.Content["subjects"]!.AsArray().Select(subject => (string?)subject!["name"]);

    private static IReadOnlyList<SourceObject> Objects(NamespaceSpec spec, IReadOnlyList<string> readers, IReadOnlyList<NamespaceAccount> accounts) =>
        ManifestSource.Demand(NamespaceManifest.Yaml("web", "shop", spec, readers, accounts), "test").Objects;
}

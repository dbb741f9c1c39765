using Portal.Core.Clusters.Proxy;

namespace Portal.Core.Tests.Clusters.Proxy;

public sealed class ProxiedTargetTests
{
    private const int Seed = 20261129;

    [Theory]
    [InlineData("/k8s/clusters/m1", "/", "")]
    [InlineData("/k8s/clusters/m1/", "/", "")]
    [InlineData("/k8s/clusters/m1/api/v1/namespaces/default/pods/web-0/log?follow=true&container=a%2Fb", "/api/v1/namespaces/default/pods/web-0/log", "?follow=true&container=a%2Fb")]
    [InlineData("/k8s/clusters/m1/apis/rbac.authorization.k8s.io/v1/clusterroles/system:controller%3Ajob", "/apis/rbac.authorization.k8s.io/v1/clusterroles/system:controller%3Ajob", "")]
    [InlineData("/k8s/clusters/m1/api/v1/namespaces/default/services/https:web:443/proxy/", "/api/v1/namespaces/default/services/https:web:443/proxy/", "")]
    public void Target_IsTakenApart_AndPassedOnAsItIs(string target, string path, string query)
    {
        var read = ProxiedTarget.Read(target, out var why);

        Assert.Equal(("m1", path, query, ""), (read?.Cluster, read?.Path, read?.Query, why));
        Assert.Equal($"https://member.example:6443/base{path}{query}", read!.On(new Uri("https://member.example:6443/base/")).OriginalString);
        Assert.Equal($"/base{path}{query}", read.On(new Uri("https://member.example:6443/base/")).PathAndQuery);
    }

    /// <summary>Whatever is let through, no decoding of it leads anywhere else.</summary>
    [Fact]
    [Trait("Attack", "7")]
    public void Targets_MadeAtRandom_LeadNowhereElse()
    {
        string[] pieces = ["/", "//", ".", "..", "%2e", "%2E%2e", "%2f", "%5c", "\\", "%25", "%252e", "%00", "#", "?", ";", "api", "v1", "secrets", "%", "%zz", "é", "\t", " ", "@", ":", "%41", "a/../b", "/./", "..%2f", "%c0%ae"];
        var random = new Random(Seed);
        var passed = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var target = "/k8s/clusters/m1/" + string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (ProxiedTarget.Read(target, out _) is not { } read)
            {
                continue;
            }

            passed++;
            var once = Uri.UnescapeDataString(read.Path);
            Assert.Equal(once, Uri.UnescapeDataString(once));
            Assert.DoesNotContain(once.Split('/'), segment => segment is "." or "..");
            Assert.DoesNotContain("//", once, StringComparison.Ordinal);
            Assert.True(once.All(sign => sign is > ' ' and < '\u007f' and not ('\\' or '%' or '#' or '?')), target);
            Assert.Equal(read.Path.Count(sign => sign == '/'), once.Count(sign => sign == '/'));
        }

        Assert.InRange(passed, 500, 19_000);
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/shop/secrets/key", "get", "secrets shop/key", "Read", false)]
    [InlineData("GET", "/api/v1/secrets?watch=1", "watch", "secrets", "Read", true)]
    [InlineData("GET", "/api/v1/watch/namespaces/shop/secrets", "watch", "secrets shop/", "Read", true)]
    [InlineData("GET", "/api/v1/pods?watch=&limit=5", "watch", "pods", null, true)]
    [InlineData("GET", "/api/v1/pods?watch=FALSE", "list", "pods", null, false)]
    [InlineData("GET", "/api/v1/namespaces/shop/pods/web-0/log?follow=true", "get", "pods/log shop/web-0", null, true)]
    [InlineData("GET", "/api/v1/namespaces/shop/pods/web-0/exec?command=sh", "get", "pods/exec shop/web-0", "Opened", false)]
    [InlineData("GET", "/api/v1/nodes/n1/proxy/metrics", "get", "nodes/proxy n1", "Opened", false)]
    [InlineData("POST", "/api/v1/namespaces/shop/serviceaccounts/default/token", "create", "serviceaccounts/token shop/default", "Created", false)]
    [InlineData("PATCH", "/apis/apps/v1/namespaces/shop/deployments/web", "patch", "deployments.apps shop/web", "Changed", false)]
    [InlineData("PUT", "/api/v1/namespaces/shop/finalize", "update", "namespaces/finalize shop", "Changed", false)]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/shop/deployments", "deletecollection", "deployments.apps shop/", "Removed", false)]
    [InlineData("DELETE", "/api/v1/namespaces/shop", "delete", "namespaces shop", "Removed", false)]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "create", "selfsubjectaccessreviews.authorization.k8s.io", null, false)]
    [InlineData("GET", "/apis/apps/v1", "get", "", null, false)]
    [InlineData("POST", "/version", "post", "", "Changed", false)]
    public void Request_IsReadAsApiServersReadIt(string method, string path, string verb, string label, string? act, bool stream)
    {
        var target = ProxiedTarget.Read($"/k8s/clusters/m1{path}", out _)!;

        var request = ProxiedRequest.Read(method, target, isUpgrade: false);

        Assert.Equal((verb, label, act, stream), (request.Verb, request.Label, request.Act, request.IsStream));
    }
}

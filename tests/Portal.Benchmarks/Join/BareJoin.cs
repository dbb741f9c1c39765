using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using k8s;
using k8s.Models;
using Portal.Benchmarks.Running;
using Portal.Core.Clusters;
using Portal.Core.Kubernetes;

namespace Portal.Benchmarks.Join;

/// <summary>
/// The requests of a join in the order of the product, one after the other, by a bare HttpClient: no portal, no database,
/// no operation, no log.
/// </summary>
internal static class BareJoin
{
    private const string Name = MemberAccount.Name;
    private const string Rbac = "apis/rbac.authorization.k8s.io/v1";

    /// <summary>The milliseconds that it took.</summary>
    public static async Task<double> RunAsync(MemberAddress member, Guid clusterId)
    {
        var start = Stopwatch.GetTimestamp();
        using (var probe = Client(member, member.Token))
        {
            await probe.GetByteArrayAsync("version");
        }

        using var admin = Client(member, member.Token);
        await AskAsync(admin, new V1SelfSubjectAccessReviewSpec { ResourceAttributes = new V1ResourceAttributes { Verb = "*", Group = "*", Resource = "*" } });
        await AskAsync(admin, new V1SelfSubjectAccessReviewSpec { NonResourceAttributes = new V1NonResourceAttributes { Verb = "*", Path = "/*" } });
        await admin.GetByteArrayAsync("api/v1/namespaces/kube-system");
        await admin.GetByteArrayAsync("api/v1/nodes?limit=200");
        await admin.GetByteArrayAsync("version");
        var token = await CreateAccountAsync(admin, clusterId);

        using var own = Client(member, token);
        await own.GetByteArrayAsync("version");
        foreach (var rule in PortalRights.Rules)
        {
            await AskAsync(own, Question(rule));
        }

        await own.GetByteArrayAsync("api/v1/namespaces/kube-system");
        await own.GetByteArrayAsync("readyz");
        await own.GetByteArrayAsync("api/v1/nodes?limit=500");
        await own.GetByteArrayAsync("version");
        await own.GetByteArrayAsync("api/v1/pods?fieldSelector=status.phase!%3DSucceeded,status.phase!%3DFailed&limit=500");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<string> CreateAccountAsync(HttpClient admin, Guid clusterId)
    {
        foreach (var path in new[] { $"api/v1/namespaces/{Name}", $"{Rbac}/clusterroles/{Name}", $"{Rbac}/clusterrolebindings/{Name}" })
        {
            using var absent = await admin.GetAsync(path);
        }

        await ApplyAsync(admin, $"api/v1/namespaces/{Name}", MemberAccount.Namespace(clusterId, null));
        await ApplyAsync(admin, $"api/v1/namespaces/{Name}/serviceaccounts/{Name}", MemberAccount.ServiceAccount(clusterId));
        await ApplyAsync(admin, $"{Rbac}/clusterroles/{Name}", MemberAccount.Role(clusterId, null));
        var binding = await ApplyAsync(admin, $"{Rbac}/clusterrolebindings/{Name}", MemberAccount.Binding(clusterId));
        var uid = binding.GetProperty("metadata").GetProperty("uid").GetString();
        await ApplyAsync(admin, $"api/v1/namespaces/{Name}", MemberAccount.Namespace(clusterId, uid));
        await ApplyAsync(admin, $"{Rbac}/clusterroles/{Name}", MemberAccount.Role(clusterId, uid));
        var request = new Authenticationv1TokenRequest
        {
            ApiVersion = "authentication.k8s.io/v1",
            Kind = "TokenRequest",
            Spec = new V1TokenRequestSpec { Audiences = [], ExpirationSeconds = (long)MemberAccount.TokenLifetime.TotalSeconds },
        };
        var answer = await SendAsync(admin, HttpMethod.Post, $"api/v1/namespaces/{Name}/serviceaccounts/{Name}/token", request, "application/json");
        return answer.GetProperty("status").GetProperty("token").GetString()!;
    }

    private static Task<JsonElement> ApplyAsync(HttpClient client, string path, object item) =>
        SendAsync(client, HttpMethod.Patch, $"{path}?fieldManager={MemberAccount.FieldManager}&force=true", item, "application/apply-patch+yaml");

    private static Task<JsonElement> AskAsync(HttpClient client, V1SelfSubjectAccessReviewSpec question) => SendAsync(
        client,
        HttpMethod.Post,
        "apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        new V1SelfSubjectAccessReview { ApiVersion = "authorization.k8s.io/v1", Kind = "SelfSubjectAccessReview", Spec = question },
        "application/json");

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, object body, string type)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(KubernetesJson.Serialize(body), Encoding.UTF8, new MediaTypeHeaderValue(type)) };
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static V1SelfSubjectAccessReviewSpec Question(V1PolicyRule rule)
    {
        if (rule.NonResourceURLs is { Count: > 0 } paths)
        {
            return new V1SelfSubjectAccessReviewSpec { NonResourceAttributes = new V1NonResourceAttributes { Path = paths[^1], Verb = rule.Verbs[^1] } };
        }

        var resource = rule.Resources[^1].Split('/');
        return new V1SelfSubjectAccessReviewSpec
        {
            ResourceAttributes = new V1ResourceAttributes
            {
                Group = rule.ApiGroups[^1],
                Resource = resource[0],
                Subresource = resource.Length > 1 ? resource[1] : null,
                Name = rule.ResourceNames is { Count: > 0 } names ? names[^1] : null,
                Verb = rule.Verbs[^1],
            },
        };
    }

    private static HttpClient Client(MemberAddress member, string token)
    {
        var authority = new X509Certificate2Collection();
        authority.ImportFromPem(member.Authority);
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
            },
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authority);
        return new HttpClient(handler) { BaseAddress = new Uri(member.Server + "/"), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    }
}

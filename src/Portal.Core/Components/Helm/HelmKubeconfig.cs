using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Kubernetes;

namespace Portal.Core.Components.Helm;

/// <summary>The kubeconfig of one call: one cluster, reached through a tunnel of the worker's.</summary>
internal static class HelmKubeconfig
{
    private const string Name = "member";

    /// <summary>JSON, which is YAML as well. Holds the token and the tunnel's password.</summary>
    public static string Write(ClusterAccess access, Uri proxy)
    {
        var cluster = new JsonObject
        {
            ["server"] = new UriBuilder(access.ApiServer) { Host = access.ApiServer.IdnHost }.Uri.AbsoluteUri.TrimEnd('/'),
            ["proxy-url"] = proxy.AbsoluteUri.TrimEnd('/'),
        };
        if (access.CertificateAuthority is { Length: > 0 } authority)
        {
            cluster["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(authority));
        }

        if (access.TlsServerName is { } serverName)
        {
            cluster["tls-server-name"] = serverName;
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["clusters"] = Named("cluster", cluster),
            ["users"] = Named("user", new JsonObject { ["token"] = access.Token }),
            ["contexts"] = Named("context", new JsonObject { ["cluster"] = Name, ["user"] = Name }),
            ["current-context"] = Name,
        }.ToJsonString();
    }

    private static JsonArray Named(string key, JsonObject value) => [new JsonObject { ["name"] = Name, [key] = value }];
}

using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Kubernetes;

namespace Portal.Core.Components.Helm;

/// <summary>The kubeconfig of one call: one cluster, by the name that the worker's tunnel to it goes by.</summary>
internal static class HelmKubeconfig
{
    private const string Name = "member";

    /// <summary>JSON, which is YAML as well. Holds the token.</summary>
    /// <param name="host">See <see cref="EgressTunnel.Host"/>.</param>
    public static string Write(ClusterAccess access, string host)
    {
        var cluster = new JsonObject
        {
            ["server"] = new UriBuilder(access.ApiServer) { Host = host }.Uri.AbsoluteUri.TrimEnd('/'),
        };
        if (access.CertificateAuthority is { Length: > 0 } authority)
        {
            cluster["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(authority));
        }

        // Under another name the certificate is still the server's own.
        if ((access.TlsServerName ?? (host == access.ApiServer.IdnHost ? null : access.ApiServer.IdnHost.Trim('[', ']'))) is { } serverName)
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

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Jobs.Components.Systems;

/// <summary>The kubeconfig of an account of one cluster, for another cluster to keep. Holds the token.</summary>
internal static class AccountKubeconfig
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>JSON, which is YAML as well.</summary>
    public static string Write(string name, ApiServerAddress server, string token)
    {
        var cluster = new JsonObject
        {
            ["server"] = server.Server.AbsoluteUri.TrimEnd('/'),
            ["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(server.CertificateAuthority)),
        };
        if (server.TlsServerName is { } serverName)
        {
            cluster["tls-server-name"] = serverName;
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["clusters"] = new JsonArray(new JsonObject { ["name"] = name, ["cluster"] = cluster }),
            ["users"] = new JsonArray(new JsonObject { ["name"] = name, ["user"] = new JsonObject { ["token"] = token } }),
            ["contexts"] = new JsonArray(new JsonObject { ["name"] = name, ["context"] = new JsonObject { ["cluster"] = name, ["user"] = name } }),
            ["current-context"] = name,
        }.ToJsonString(Indented);
    }
}

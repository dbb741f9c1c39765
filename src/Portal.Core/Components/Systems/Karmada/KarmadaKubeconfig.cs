using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Kubernetes;

namespace Portal.Core.Components.Systems.Karmada;

/// <summary>Kubeconfigs of Karmada's API. JSON, which is YAML as well. They hold a credential.</summary>
public static class KarmadaKubeconfig
{
    /// <summary>The portal's name for the API in what it says of it.</summary>
    public const string Name = "karmada";

    /// <summary>The credential that was found, under an address that is reached from outside of the host cluster.</summary>
    public static string Write(ScreenedKubeconfig found, Uri server) => Write(
        Cluster(server, found.CertificateAuthority, ServerName(found, server)), User(found), Name, Name, Name);

    /// <summary>The agent's own, as karmadactl register writes it.</summary>
    /// <param name="admin">What the portal holds: where Karmada is, and whom to trust there.</param>
    /// <param name="cluster">The member's name in Karmada.</param>
    /// <param name="certificate">PEM.</param>
    /// <param name="key">PEM.</param>
    public static string WriteAgent(ScreenedKubeconfig admin, string cluster, string certificate, string key) => Write(
        Cluster(admin.ApiServer, admin.CertificateAuthority, admin.TlsServerName),
        new JsonObject { ["client-certificate-data"] = Encode(certificate), ["client-key-data"] = Encode(key) },
        KarmadaNames.ApiServer, cluster, $"{cluster}@{KarmadaNames.ApiServer}");

    // The certificate is for the name that is used inside of the host cluster; that name, at another address, proves as much.
    private static string? ServerName(ScreenedKubeconfig found, Uri server) =>
        found.TlsServerName ?? (server.IdnHost == found.ApiServer.IdnHost ? null : found.ApiServer.IdnHost);

    private static string Write(JsonObject cluster, JsonObject user, string clusterName, string userName, string context) => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Config",
        ["clusters"] = new JsonArray(new JsonObject { ["name"] = clusterName, ["cluster"] = cluster }),
        ["users"] = new JsonArray(new JsonObject { ["name"] = userName, ["user"] = user }),
        ["contexts"] = new JsonArray(new JsonObject
        {
            ["name"] = context,
            ["context"] = new JsonObject { ["cluster"] = clusterName, ["user"] = userName },
        }),
        ["current-context"] = context,
    }.ToJsonString();

    private static JsonObject Cluster(Uri server, string authority, string? serverName)
    {
        var cluster = new JsonObject { ["server"] = server.AbsoluteUri.TrimEnd('/') };
        if (authority.Length > 0)
        {
            cluster["certificate-authority-data"] = Encode(authority);
        }

        if (serverName is not null)
        {
            cluster["tls-server-name"] = serverName;
        }

        return cluster;
    }

    private static JsonObject User(ScreenedKubeconfig found) => found switch
    {
        { ClientCertificate: { } certificate, ClientKey: { } key } =>
            new JsonObject { ["client-certificate-data"] = Encode(certificate), ["client-key-data"] = Encode(key) },
        { Token: { } token } => new JsonObject { ["token"] = token },
        _ => new JsonObject { ["username"] = found.Username, ["password"] = found.Password },
    };

    private static string Encode(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
}

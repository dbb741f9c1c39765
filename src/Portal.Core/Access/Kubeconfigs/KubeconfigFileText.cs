using System.Text;

namespace Portal.Core.Access.Kubeconfigs;

/// <summary>Writes the file. Every value stands in double quotes, escaped as JSON is: YAML reads that as it is.</summary>
internal static class KubeconfigFileText
{
    /// <param name="authority">PEM; empty where clients trust the portal's certificate already.</param>
    public static string Write(Uri portal, string cluster, string account, string token, string authority)
    {
        var server = new Uri(portal, $"/k8s/clusters/{cluster}").AbsoluteUri;
        var trust = authority.Length > 0 ? $"\n    certificate-authority-data: {Quote(Convert.ToBase64String(Encoding.UTF8.GetBytes(authority)))}" : "";
        var user = $"{account}@{cluster}";
        return $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: {Quote(cluster)}
              cluster:
                server: {Quote(server)}{trust}
            users:
            - name: {Quote(user)}
              user:
                token: {Quote(token)}
            contexts:
            - name: {Quote(cluster)}
              context:
                cluster: {Quote(cluster)}
                user: {Quote(user)}
            current-context: {Quote(cluster)}

            """.ReplaceLineEndings("\n");
    }

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}

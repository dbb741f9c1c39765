using System.Net;
using k8s;

namespace Portal.Core.Clusters.Health;

/// <summary>Asks an API server whether it is ready: /readyz, or /healthz where that is not served.</summary>
internal static class ReadinessProbe
{
    private const int MaxText = 500;

    /// <summary>The reason why it is not ready, or null when it is.</summary>
    public static async Task<string?> AskAsync(IKubernetes client, CancellationToken cancellationToken)
    {
        var (status, body) = await GetAsync(client, "readyz", cancellationToken);
        if (status == HttpStatusCode.NotFound)
        {
            (status, body) = await GetAsync(client, "healthz", cancellationToken);
        }

        return status switch
        {
            HttpStatusCode.OK => null,
            HttpStatusCode.Unauthorized => "The cluster no longer takes the portal's token. Let the cluster leave and join it again.",
            HttpStatusCode.Forbidden => "The portal's account may not read the readiness of the cluster: its ClusterRole was changed.",
            _ => $"The API server is not ready ({(int)status}): {Failed(body)}",
        };
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(IKubernetes client, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(WithSlash(client.BaseUri), path));
        using var response = await ((k8s.Kubernetes)client).HttpClient.SendAsync(request, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private static Uri WithSlash(Uri address) => address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

    // The verbose answer names each check; those that failed begin with "[-]".
    private static string Failed(string body)
    {
        var failed = string.Join(' ', body.Split('\n').Where(line => line.StartsWith("[-]", StringComparison.Ordinal)));
        var text = new string([.. (failed.Length > 0 ? failed : body).Where(character => !char.IsControl(character))]);
        return text.Length > MaxText ? $"{text[..MaxText]}…" : text;
    }
}

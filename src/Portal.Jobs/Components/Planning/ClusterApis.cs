using System.Security.Cryptography;
using System.Text;
using k8s.Autorest;

namespace Portal.Jobs.Components.Planning;

/// <summary>What a cluster serves, as far as two clusters have to be told apart by it.</summary>
internal static class ClusterApis
{
    private const string Accepted =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    /// <summary>A digest of its aggregated discovery: all groups, versions and kinds. Null for a cluster that has none (before 1.26).</summary>
    public static async Task<string?> DigestAsync(ClusterObjects objects, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        try
        {
            foreach (var root in (string[])["api", "apis"])
            {
                var list = await objects.SendAsync(HttpMethod.Get, root, null, "application/json", cancellationToken, Accepted);
                if ((string?)list["kind"] != "APIGroupDiscoveryList")
                {
                    return null;
                }

                text.AppendLine(list.ToJsonString());
            }
        }
        catch (HttpOperationException)
        {
            return null;
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

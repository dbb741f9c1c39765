using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Components.Values;

namespace Portal.Jobs.Components.Systems.Connections;

/// <summary>Tells whether two tokens are the same without keeping them.</summary>
internal static class TokenDigest
{
    /// <summary>Of the first user of a kubeconfig in a Secret's data; empty where it holds no token.</summary>
    public static string OfKubeconfig(string? data)
    {
        try
        {
            var kubeconfig = StrictYaml.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(data ?? "")), YamlLimits.Values);
            return (string?)kubeconfig?["users"]?[0]?["user"]?["token"] is { } token ? Of(token) : "";
        }
        catch (Exception error) when (error is StrictYamlException or FormatException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return "";
        }
    }

    /// <summary>Of an account's token Secret; null where there is none, or it is still empty.</summary>
    public static string? OfSecret(JsonObject? secret) =>
        (string?)secret?["data"]?["token"] is { Length: > 0 } data ? Of(Encoding.UTF8.GetString(Convert.FromBase64String(data))) : null;

    private static string Of(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

using System.Text;
using Portal.Core.Components.Systems.Karmada;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>The kubeconfig of Karmada's administrator on the host, wherever what has installed Karmada keeps it.</summary>
internal static class KarmadaSecret
{
    private static readonly (string Name, string Key)[] Known =
    [
        // The chart; karmadactl init since 1.12; karmadactl init before.
        ("karmada-kubeconfig", "kubeconfig"),
        ("karmada-controller-manager-config", "karmada.config"),
        ("kubeconfig", "kubeconfig"),
    ];

    public static string Names => string.Join(", ", Known.Select(secret => secret.Name));

    /// <summary>Null when none of them is there, or none has its key yet.</summary>
    public static async Task<string?> FindAsync(ClusterObjects host, CancellationToken cancellationToken)
    {
        foreach (var (name, key) in Known)
        {
            var secret = await host.FindAsync("v1", "Secret", name, KarmadaNames.SystemNamespace, cancellationToken);
            if ((string?)secret?["data"]?[key] is { Length: > 0 } data)
            {
                return Encoding.UTF8.GetString(Convert.FromBase64String(data));
            }
        }

        return null;
    }
}

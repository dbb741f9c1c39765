using System.Text.RegularExpressions;
using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Adoption;

/// <summary>Who publishes a chart, as far as addresses tell it: "volcano-sh", "prometheus-community". Pure.</summary>
internal static partial class ChartOrigin
{
    /// <summary>Addresses that say nothing of who publishes there.</summary>
    private static readonly HashSet<string> Forges = ["github.com", "gitlab.com", "raw.githubusercontent.com", "ghcr.io", "quay.io", "registry-1.docker.io", "docker.io", "artifacthub.io"];

    public static IReadOnlySet<string> Of(CatalogEntry entry) =>
        Of(new[] { entry.Chart.Repository, entry.Chart.Source, entry.Docs }.OfType<string>());

    public static IReadOnlySet<string> Of(IEnumerable<string> addresses)
    {
        var owners = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var address in addresses)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            {
                continue;
            }

            var host = uri.Host.ToLowerInvariant();
            if (Forges.Contains(host))
            {
                if (uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is [var owner, ..])
                {
                    owners.Add(owner.ToLowerInvariant());
                }

                continue;
            }

            var labels = host.Split('.');
            // What somebody publishes under a name of their own: "volcano-sh.github.io", "istio-release.storage.googleapis.com".
            owners.Add(Shared().IsMatch(host) ? labels[0] : labels.Length < 2 ? host : $"{labels[^2]}-{labels[^1]}");
            if (!Shared().IsMatch(host) && labels.Length >= 2)
            {
                owners.Add(labels[^2]);
            }
        }

        return owners;
    }

    [GeneratedRegex(@"\.(github\.io|gitlab\.io|storage\.googleapis\.com|s3\.amazonaws\.com|blob\.core\.windows\.net)$")]
    private static partial Regex Shared();
}

using System.Text.RegularExpressions;
using Portal.Core.Kubernetes;

namespace Portal.Core.Namespaces;

/// <summary>Names of namespaces that teams may have.</summary>
public static partial class NamespaceNames
{
    /// <summary>As Kubernetes has it.</summary>
    public const int MaxLength = 63;

    private static readonly string[] Prefixes = ["kube-", "karmada-", "openshift-", PortalRights.AccountName];

    /// <summary>A DNS label (RFC 1123).</summary>
    public static bool IsValid(string? name) => name is { Length: > 0 and <= MaxLength } && Label().IsMatch(name);

    /// <summary>True for what belongs to a cluster's own life or to the portal's: no team gets it.</summary>
    public static bool IsReserved(string name) => name == "default"
        || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) || name.EndsWith("-system", StringComparison.Ordinal);

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}

namespace Portal.Core.Clusters;

/// <summary>Writes the script of a join command from Clusters/Scripts/join.sh.</summary>
internal static class JoinScript
{
    private static readonly Lazy<string> Template = new(ReadTemplate);

    /// <summary>Every value is one that this class or its caller has made or checked: none can end a quote.</summary>
    public static string Write(Guid clusterId, string clusterName, string token, Uri portal) => Template.Value
        .Replace("@PORTAL@", Address(portal, ""), StringComparison.Ordinal)
        .Replace("@COMPLETE_URL@", Address(portal, "join/complete"), StringComparison.Ordinal)
        .Replace("@CLUSTER_NAME@", clusterName, StringComparison.Ordinal)
        .Replace("@CLUSTER_ID_LABEL@", MemberAccount.ClusterIdLabel.Replace(".", @"\.", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("@CLUSTER_ID@", clusterId.ToString(), StringComparison.Ordinal)
        .Replace("@ACCOUNT@", MemberAccount.Name, StringComparison.Ordinal)
        .Replace("@TOKEN@", token, StringComparison.Ordinal)
        .Replace("@DURATION@", $"{MemberAccount.TokenLifetime.TotalHours:0}h", StringComparison.Ordinal)
        .Replace("@MANIFEST@", MemberAccount.Manifest(clusterId).TrimEnd(), StringComparison.Ordinal)
        .Replace("@OWNED_MANIFEST@", MemberAccount.OwnedManifest(clusterId, "@BINDING_UID@").TrimEnd(), StringComparison.Ordinal);

    /// <summary>An address under the portal's base, safe inside quotes of a shell.</summary>
    public static string Address(Uri portal, string path) =>
        $"{portal.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/')}/{path}"
            .TrimEnd('/').Replace("'", "%27", StringComparison.Ordinal);

    private static string ReadTemplate()
    {
        using var stream = typeof(JoinScript).Assembly.GetManifestResourceStream("Portal.Core.Clusters.Scripts.join.sh")
            ?? throw new InvalidOperationException("Clusters/Scripts/join.sh is not embedded in Portal.Core.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

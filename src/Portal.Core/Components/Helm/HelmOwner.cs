using System.Text.Json.Nodes;

namespace Portal.Core.Components.Helm;

/// <summary>The annotations by which helm knows the objects of a release.</summary>
public static class HelmOwner
{
    public const string ReleaseName = "meta.helm.sh/release-name";
    public const string ReleaseNamespace = "meta.helm.sh/release-namespace";

    /// <summary>True when the object belongs to this release.</summary>
    public static bool Has(JsonObject item, string release, string @namespace)
    {
        var annotations = item["metadata"]?["annotations"];
        return (string?)annotations?[ReleaseName] == release && (string?)annotations?[ReleaseNamespace] == @namespace;
    }
}

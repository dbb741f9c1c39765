using System.Text.Json.Nodes;
using Portal.Core.Components.Manifests;
using Portal.Core.Components.Values;

namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>What a chart renders without a namespace belongs to that of its release, as helm itself would have it. Pure.</summary>
public static class ReleaseNamespace
{
    private static readonly YamlLimits Limits = new(ManifestSource.MostCharacters, 100_000, 64);

    /// <summary>Documents that say theirs, or that belong to none, stay as they are written.</summary>
    public static string Fill(string yaml, string release)
    {
        if (release.Length == 0)
        {
            return yaml;
        }

        return string.Join("\n---\n", YamlDocument.Split(yaml).Select(document => Fill(document, release)));
    }

    private static string Fill(YamlDocument document, string release)
    {
        if (StrictYaml.Parse(document.Text, Limits) is not JsonObject content || content["metadata"] is not JsonObject metadata || metadata["namespace"] is not null
            || KnownKinds.IsClusterScoped(new ManifestObject($"{content["apiVersion"]}", $"{content["kind"]}", "", $"{metadata["name"]}", content)))
        {
            return document.Text;
        }

        metadata["namespace"] = release;
        return ValuesYaml.Write(content);
    }
}

using System.Text.Json.Nodes;
using Portal.Core.Components.Manifests;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Karmada;

/// <summary>
/// An application as Karmada has it: policies, and its objects as templates, in the order in which they are applied. A policy
/// comes before what it selects: else a policy of somebody else that selects much could claim that first. Pure.
/// </summary>
public static class KarmadaManifest
{
    public static IReadOnlyList<ClusterItem> Make(ManifestSource source, ApplicationPolicy policy, Guid id, string name)
    {
        var policies = KarmadaPolicies.Make(source, policy, name).Select(item => ClusterManifest.Template(item, id, name));
        var templates = source.Objects.Select(item => Template(item, id, name));
        return [.. policies.Concat(templates).OrderBy(item => KnownKinds.Rank(item.Source.Item.Group, item.Source.Item.Kind))];
    }

    private static ClusterItem Template(SourceObject item, Guid id, string name)
    {
        var template = ClusterManifest.Template(item, id, name);
        if (item.Item is { Group: "", Kind: "Namespace" })
        {
            // It goes where the application goes, and not to every member.
            template.Content["metadata"]!["labels"]![KarmadaPolicyApi.SkipAutoPropagation] = "true";
        }

        return template;
    }

    internal static SourceObject Policy(string kind, string @namespace, string name, JsonObject spec)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (@namespace.Length > 0)
        {
            metadata["namespace"] = @namespace;
        }

        var content = new JsonObject { ["apiVersion"] = KarmadaPolicyApi.Version, ["kind"] = kind, ["metadata"] = metadata, ["spec"] = spec };
        return new SourceObject(new ManifestObject(KarmadaPolicyApi.Version, kind, @namespace, name, content), 0);
    }

    internal static JsonObject Selector(SourceObject item, string @namespace)
    {
        var selector = new JsonObject { ["apiVersion"] = item.Item.ApiVersion, ["kind"] = item.Item.Kind, ["name"] = item.Item.Name };
        if (@namespace.Length > 0)
        {
            selector["namespace"] = @namespace;
        }

        return selector;
    }
}

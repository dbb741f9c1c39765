using System.Text.Json.Nodes;
using ClusterSim.Json;

namespace Portal.Testing.Schemas;

/// <summary>The schemas of real API servers, kept beside the checkout. A user's clone has none.</summary>
internal static class SharedSchemas
{
    private static readonly string? OpenApi = Find("openapi", "kubernetes-1.28");
    private static readonly string? Crds = Find("crds");

    public static bool Available => OpenApi is not null && Crds is not null;

    /// <summary>The OpenAPI document of a built-in group and version, or null.</summary>
    public static JsonObject? Document(string group, string version)
    {
        var file = Path.Combine(OpenApi!, group.Length == 0 ? $"api_{version}.json" : $"apis_{group}_{version}.json");
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : null;
    }

    /// <summary>The spec of the CustomResourceDefinition that <paramref name="named"/> picks among those of a group, or null.</summary>
    public static JsonObject? Definition(string group, Func<JsonObject, bool> named)
    {
        // What upstream serves without a definition is described beside this file.
        var own = Directory.EnumerateFiles(Repository.PathOf("tests", "Testing", "Schemas"), "*.yaml");
        foreach (var file in Directory.EnumerateFiles(Crds!, "*.yaml", SearchOption.AllDirectories).Concat(own))
        {
            // A glance before the parse: the largest of them take a second each.
            var text = File.ReadAllText(file);
            if (!text.Contains($"group: {group}", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var spec in YamlDocuments.Read(text).Select(document => document["spec"]).OfType<JsonObject>())
            {
                if ((string?)spec["group"] == group && spec["names"] is JsonObject names && named(names))
                {
                    return spec;
                }
            }
        }

        return null;
    }

    private static string? Find(params string[] below)
    {
        var folder = Path.GetFullPath(Repository.PathOf(["..", "shared", .. below]));
        return Directory.Exists(folder) ? folder : null;
    }
}

/// <summary>Manifests of several documents.</summary>
internal static class YamlDocuments
{
    public static IEnumerable<JsonObject> Read(string text) =>
        text.ReplaceLineEndings("\n").Split("\n---\n")
            .Select(part => JsonNode.Parse(JsonText.ToText(YamlText.Parse(part))))
            .OfType<JsonObject>();
}

using System.Text.Json.Nodes;
using DiffPlex.Renderer;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Manifests;

/// <summary>What is different between an object as it is and as it would be.</summary>
public static class ObjectDiff
{
    private const int MostCharacters = 64 * 1024;

    /// <summary>True when nothing would be different that a person or a controller looks at.</summary>
    public static bool Same(JsonObject before, JsonObject after) => JsonNode.DeepEquals(ObjectText.Normalise(before), ObjectText.Normalise(after));

    /// <summary>Objects with the same text are the same to a person and to a controller.</summary>
    public static string Comparable(JsonObject content) => ObjectText.Normalise(content).ToJsonString();

    /// <summary>A unified diff of the fields, at most 64 KiB. Secrets are blanked out.</summary>
    /// <param name="before">Null for what is made.</param>
    /// <param name="after">Null for what is removed.</param>
    /// <param name="redactor">Knows the secrets among the values.</param>
    public static string Unified(string label, JsonObject? before, JsonObject? after, Redactor redactor)
    {
        var (old, next) = ObjectText.Write(
            before is null ? null : ObjectText.Normalise(before), after is null ? null : ObjectText.Normalise(after), redactor);
        var diff = UnidiffRenderer.GenerateUnidiff(
            old, next, before is null ? "/dev/null" : label, after is null ? "/dev/null" : label, ignoreWhitespace: false);
        return diff.Length <= MostCharacters ? diff : $"{diff[..MostCharacters]}\n… cut after {MostCharacters / 1024} KiB";
    }
}

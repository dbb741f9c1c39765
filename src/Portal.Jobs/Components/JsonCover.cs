using System.Text.Json.Nodes;

namespace Portal.Jobs.Components;

/// <summary>Whether an object has every field that another says, whatever else it has.</summary>
internal static class JsonCover
{
    public static bool Covers(JsonNode? there, JsonNode? wanted) => (there, wanted) switch
    {
        (_, null) => there is null,
        (JsonObject has, JsonObject asked) => asked.All(pair => Covers(has[pair.Key], pair.Value)),
        (JsonArray has, JsonArray asked) => has.Count == asked.Count && has.Zip(asked).All(pair => Covers(pair.First, pair.Second)),
        (null, JsonObject asked) => asked.Count == 0,
        (null, JsonArray asked) => asked.Count == 0,
        _ => JsonNode.DeepEquals(there, wanted),
    };
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Core.Data;

/// <summary>How values are written into jsonb columns.</summary>
public static class StoredJson
{
    /// <summary>Words, not numbers, as in the other columns.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Puts an object together from the words of a text that comes piece by piece.</summary>
internal sealed class JsonItemBuilder
{
    private readonly Stack<JsonNode> _open = new();
    private readonly Stack<string> _names = new();

    public bool IsOpen => _open.Count > 0;

    /// <summary>Returns the object with its last word.</summary>
    public JsonObject? Take(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _names.Push(reader.GetString()!);
                return null;
            case JsonTokenType.StartObject:
                _open.Push(new JsonObject());
                return null;
            case JsonTokenType.StartArray:
                _open.Push(new JsonArray());
                return null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                var closed = _open.Pop();
                if (_open.Count == 0)
                {
                    return closed as JsonObject;
                }

                Put(closed);
                return null;
            default:
                Put(Value(ref reader));
                return null;
        }
    }

    private static JsonValue? Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.Number => reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(reader.GetDouble()),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        _ => null,
    };

    private void Put(JsonNode? value)
    {
        if (_open.Peek() is JsonArray array)
        {
            array.Add(value);
        }
        else
        {
            ((JsonObject)_open.Peek())[_names.Pop()] = value;
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Web.Api;

/// <summary>Texts of bodies hold no NUL: PostgreSQL keeps none, and no program that is called here takes one.</summary>
internal sealed class PlainText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        // Without a message of its own the exception is given the member's path.
        reader.TokenType is JsonTokenType.String && reader.GetString() is { } text && IsPlain(text) ? text
        : reader.TokenType is JsonTokenType.Null ? null
        : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } name && IsPlain(name) ? name : throw new JsonException();

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    private static bool IsPlain(string text) => !text.Contains('\0', StringComparison.Ordinal);
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Core.Kubernetes;

/// <summary>Reads the words of a Status that an API server sent. They are foreign text: bounded, one line, no tokens.</summary>
internal static partial class KubernetesAnswer
{
    private const int MaxLength = 600;

    /// <summary>The message of the Status, or null when the body is none.</summary>
    public static string? ReadMessage(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root &&
                   root.TryGetProperty("message", out var message) &&
                   message.GetString() is { Length: > 0 } text
                ? Clean(text)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static string Clean(string text)
    {
        var line = TokenShape().Replace(ControlCharacters().Replace(text, " "), "[token]");
        return line.Length > MaxLength ? $"{line[..MaxLength]}…" : line;
    }

    [GeneratedRegex(@"\p{C}+")]
    private static partial Regex ControlCharacters();

    // JSON web tokens and what follows "Bearer".
    [GeneratedRegex(@"eyJ[\w-]{10,}\.[\w-]{4,}(\.[\w-]*)?|(?<=[Bb]earer )\S+")]
    private static partial Regex TokenShape();
}

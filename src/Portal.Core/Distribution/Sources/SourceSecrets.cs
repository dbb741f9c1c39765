using System.Text;
using System.Text.Json.Nodes;

namespace Portal.Core.Distribution.Sources;

/// <summary>The values of the Secrets among the manifests, so that nothing that is shown repeats one.</summary>
public static class SourceSecrets
{
    public static IEnumerable<string> Of(ManifestSource source)
    {
        foreach (var item in source.Objects.Where(item => item.Item.Kind == "Secret"))
        {
            foreach (var (_, value) in item.Item.Content["stringData"] as JsonObject ?? [])
            {
                yield return value?.ToString() ?? "";
            }

            foreach (var (_, value) in item.Item.Content["data"] as JsonObject ?? [])
            {
                var encoded = value?.ToString() ?? "";
                yield return encoded;
                if (Decode(encoded) is { } plain)
                {
                    yield return plain;
                }
            }
        }
    }

    private static string? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}

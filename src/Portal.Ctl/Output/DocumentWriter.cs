using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Ctl.Output;

/// <summary>Writes what the API gave, whole.</summary>
internal static class DocumentWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, JsonNode content, string format) =>
        output.WriteLine(format == OutputFormat.Yaml ? YamlWriter.Write(content).TrimEnd('\n') : content.ToJsonString(Indented));

    /// <summary>On one line: for streams of documents.</summary>
    public static void WriteLine(TextWriter output, JsonNode content) => output.WriteLine(content.ToJsonString());
}

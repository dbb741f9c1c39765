using System.Text.Json.Nodes;
using Portal.Core.Components.Values;

namespace Portal.Jobs.Distribution.Sources;

/// <summary>What a Chart.yaml calls its chart.</summary>
internal static class ChartName
{
    private const int Most = 200;
    private static readonly YamlLimits Limits = new(256 * 1024, 20_000, 32);

    /// <summary>"name version"; empty when it cannot be read, which helm says better.</summary>
    public static string Read(string text)
    {
        try
        {
            return StrictYaml.Parse(text, Limits) is JsonObject chart && $"{chart["name"]} {chart["version"]}" is { Length: <= Most } name ? name : "";
        }
        catch (StrictYamlException)
        {
            return "";
        }
    }
}

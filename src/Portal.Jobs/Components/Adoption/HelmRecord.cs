using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components.Adoption;

/// <summary>One revision of a release, as helm's own record of it says.</summary>
/// <param name="Values">What was given to helm: never into a log or a message.</param>
/// <param name="Origins">The chart's home and sources.</param>
internal sealed record HelmRecord(
    int Revision, string Status, string Chart, string Version, string AppVersion, IReadOnlyList<string> Origins,
    DateTimeOffset? FirstDeployed, DateTimeOffset? LastDeployed, JsonObject Values)
{
    private const int MostOrigins = 20;
    private const int LongestText = 250;

    /// <summary>Null when it is not written as helm 3 and 4 write it.</summary>
    public static HelmRecord? Read(V1Secret record)
    {
        using var json = ReleaseMark.Revision(record) == 0 ? null : ReleaseManifest.Unpack(record);
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root)
        {
            return null;
        }

        var chart = Inner(Inner(root, "chart"), "metadata");
        var info = Inner(root, "info");
        var origins = new[] { Text(chart, "home") }.Concat(
            Inner(chart, "sources") is { ValueKind: JsonValueKind.Array } sources
                ? sources.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
                : []);
        return new HelmRecord(
            ReleaseMark.Revision(record),
            Text(info, "status"),
            Text(chart, "name"),
            Text(chart, "version"),
            Text(chart, "appVersion"),
            [.. origins.Where(origin => origin.Length is > 0 and <= LongestText).Take(MostOrigins)],
            Time(info, "first_deployed"),
            Time(info, "last_deployed"),
            Inner(root, "config") is { ValueKind: JsonValueKind.Object } values ? JsonObject.Create(values.Clone())! : []);
    }

    /// <summary>Without the values.</summary>
    public override string ToString() => $"{Chart} {Version}, revision {Revision}, {Status}";

    private static JsonElement? Inner(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } mapping && mapping.TryGetProperty(name, out var found) ? found : null;

    private static string Text(JsonElement? element, string name)
    {
        var text = Inner(element, name) is { ValueKind: JsonValueKind.String } found ? found.GetString()! : "";
        return text.Length <= LongestText ? text : text[..LongestText];
    }

    private static DateTimeOffset? Time(JsonElement? element, string name) =>
        Inner(element, name) is { ValueKind: JsonValueKind.String } found && found.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : null;
}

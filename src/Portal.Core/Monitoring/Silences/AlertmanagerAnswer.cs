using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Silences;

/// <summary>What is sent to an Alertmanager and comes from it, by its API of version 2.</summary>
internal static class AlertmanagerAnswer
{
    private const int MostBytes = 8 << 20;
    private const int MostReason = 500;

    /// <summary>A whole answer of bounded size; null where it is empty.</summary>
    public static async Task<JsonNode?> ReadAsync(HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            text.Write(buffer, 0, read);
            if (text.Length > MostBytes)
            {
                throw MemberFaults.TooLarge("bytes", MostBytes);
            }
        }

        try
        {
            var json = text.Length == 0 ? null : JsonNode.Parse(text.GetBuffer().AsSpan(0, (int)text.Length));
            return answer.IsSuccessStatusCode ? json : throw Refused(answer, json);
        }
        catch (JsonException error)
        {
            throw answer.IsSuccessStatusCode ? MemberFaults.Malformed(error) : MemberFaults.Status((int)answer.StatusCode);
        }
    }

    /// <summary>Those that hold now or will; an Alertmanager remembers for days those that have ended.</summary>
    public static IReadOnlyList<Silence> Silences(JsonNode? json, QueryMember member)
    {
        try
        {
            return json is JsonArray all
                ? [.. all.OfType<JsonObject>().Where(silence => State(silence) is "active" or "pending").Select(silence => Read(silence, member))]
                : throw MemberFaults.Malformed();
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw MemberFaults.Malformed(error);
        }
    }

    /// <param name="id">Of the one that is changed; null for a new one.</param>
    public static string Body(SilenceRequest request, string createdBy, DateTimeOffset now, string? id = null) => new JsonObject
    {
        ["id"] = id ?? "",
        ["matchers"] = new JsonArray([.. request.Matchers.Select(matcher => new JsonObject
        {
            ["name"] = matcher.Name,
            ["value"] = matcher.Value,
            ["isRegex"] = matcher.IsRegex,
            ["isEqual"] = matcher.IsEqual,
        })]),
        ["startsAt"] = Time(request.StartsAt ?? now),
        ["endsAt"] = Time(request.EndsAt),
        ["createdBy"] = createdBy,
        ["comment"] = request.Comment,
    }.ToJsonString();

    private static Silence Read(JsonObject json, QueryMember member) => new(
        member, json["id"]!.GetValue<string>(), State(json) == "active",
        [.. json["matchers"]!.AsArray().Select(matcher => new SilenceMatcher(
            matcher!["name"]!.GetValue<string>(), matcher["value"]!.GetValue<string>(), matcher["isRegex"]!.GetValue<bool>(), matcher["isEqual"]?.GetValue<bool>() ?? true))],
        Time(json, "startsAt"), Time(json, "endsAt"), json["createdBy"]?.GetValue<string>() ?? "", json["comment"]?.GetValue<string>() ?? "");

    private static string State(JsonObject silence) => silence["status"]?["state"]?.GetValue<string>() ?? "";

    private static DateTimeOffset Time(JsonObject json, string name) =>
        DateTimeOffset.Parse(json[name]!.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>An Alertmanager says why in a text, or in an object with one.</summary>
    private static MemberFaultException Refused(HttpResponseMessage answer, JsonNode? json)
    {
        var why = json switch { JsonValue text => text.ToString(), JsonObject said => said["message"]?.ToString() ?? "", _ => "" };
        why = why[..Math.Min(MostReason, why.Length)];
        return why.Length == 0 ? MemberFaults.Status((int)answer.StatusCode) : new MemberFaultException(MemberFaultKind.Refused, $"Its Alertmanager refused: {why}");
    }
}

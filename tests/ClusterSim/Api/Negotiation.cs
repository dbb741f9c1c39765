namespace ClusterSim.Api;

public enum BodyFormat
{
    Json,
    Yaml,
    Protobuf,
}

/// <summary>The form of an answer; <paramref name="As"/> is <c>Table</c>, <c>PartialObjectMetadata</c> and the like, or empty.</summary>
public sealed record Negotiation(BodyFormat Format, string As, string AsGroup, string AsVersion)
{
    public const string Protobuf = "application/vnd.kubernetes.protobuf";

    /// <summary>The first accepted media type that can be given.</summary>
    /// <exception cref="ApiException">406, when none can.</exception>
    public static Negotiation Of(string accept, bool protobuf)
    {
        if (accept.Length == 0)
        {
            return new(BodyFormat.Json, "", "", "");
        }

        foreach (var (type, parameters) in accept.Split(',').Select(Clause).OrderByDescending(c => Quality(c.Parameters)))
        {
            BodyFormat? format = type switch
            {
                "application/json" or "*/*" or "application/*" => BodyFormat.Json,
                "application/yaml" => BodyFormat.Yaml,
                Protobuf when protobuf => BodyFormat.Protobuf,
                _ => null,
            };
            var kind = parameters.GetValueOrDefault("as", "");
            if (format is { } found && kind is "" or "Table" or "PartialObjectMetadata" or "PartialObjectMetadataList" && !(format == BodyFormat.Protobuf && kind.Length > 0))
            {
                return new(found, kind, parameters.GetValueOrDefault("g", ""), parameters.GetValueOrDefault("v", ""));
            }
        }

        throw NotAcceptable();
    }

    public static ApiException NotAcceptable() => new(
        406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch", []);

    public static (string Type, Dictionary<string, string> Parameters) Clause(string text)
    {
        var parts = text.Split(';');
        var parameters = parts.Skip(1).Select(p => p.Split('=', 2)).Where(p => p.Length == 2).GroupBy(p => p[0].Trim()).ToDictionary(p => p.Key, p => p.Last()[1].Trim());
        return (parts[0].Trim(), parameters);
    }

    private static double Quality(Dictionary<string, string> parameters) =>
        parameters.TryGetValue("q", out var q) && double.TryParse(q, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : 1;
}

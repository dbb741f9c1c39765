using System.Globalization;
using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>Questions to the HTTP API of Jaeger's query service: the one of its own user interface, which both its versions serve.</summary>
internal static class JaegerQuestions
{
    public const string Services = "api/services";

    public static string Operations(string service) => $"api/operations?service={Uri.EscapeDataString(service)}";

    public static string Trace(string id) => $"api/traces/{id}";

    public static string Search(TraceSearch search)
    {
        var fields = new List<(string Name, string Value)>
        {
            ("service", search.Service),
            ("start", Microseconds(search.Window.Start)),
            ("end", Microseconds(search.Window.End)),
            ("limit", search.Limit.ToString(CultureInfo.InvariantCulture)),
        };
        if (search.Operation.Length > 0)
        {
            fields.Add(("operation", search.Operation));
        }

        if (search.Tags.Count > 0)
        {
            var tags = new JsonObject();
            foreach (var tag in search.Tags)
            {
                tags[tag.Key] = tag.Value;
            }

            fields.Add(("tags", tags.ToJsonString()));
        }

        if (search.MinDuration is { } least)
        {
            fields.Add(("minDuration", Duration(least)));
        }

        if (search.MaxDuration is { } most)
        {
            fields.Add(("maxDuration", Duration(most)));
        }

        return $"api/traces?{string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"))}";
    }

    private static string Microseconds(DateTimeOffset time) => ((time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / TimeSpan.TicksPerMicrosecond}us");
}

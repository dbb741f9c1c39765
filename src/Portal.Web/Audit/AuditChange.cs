using System.Text.Json;
using Portal.Core.Audit;

namespace Portal.Web.Audit;

/// <summary>A field before and after an act; null where there was or is none.</summary>
internal sealed record AuditChange(string Field, JsonElement? Old, JsonElement? New)
{
    public static IReadOnlyList<AuditChange> Of(AuditEntry entry)
    {
        var (old, now) = (Fields(entry.Old), Fields(entry.New));
        return [.. old.Keys.Union(now.Keys).Order(StringComparer.Ordinal).Select(field => new AuditChange(field, Value(old, field), Value(now, field)))
            .Where(change => change.Old is not null || change.New is not null)];
    }

    private static JsonElement? Value(Dictionary<string, JsonElement> fields, string field) =>
        fields.TryGetValue(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static Dictionary<string, JsonElement> Fields(string? json) =>
        json is null ? [] : JsonElement.Parse(json).EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
}

using System.Text.Json.Nodes;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.States;

/// <summary>Puts the portal's labels among those of what a cluster told.</summary>
internal static class StateLabels
{
    /// <summary>An alert's or a target's.</summary>
    public static void Label(JsonObject item, QueryMember member)
    {
        var labelled = new JsonObject();
        foreach (var (name, value) in MergedLeaf.Labelled(Read(item, "labels"), member.Labels).Pairs)
        {
            labelled[name] = value;
        }

        item["labels"] = labelled;
    }

    /// <summary>Those of a group's rules, and of the alerts that these have raised.</summary>
    public static void LabelGroup(JsonObject group, QueryMember member)
    {
        group["file"] = $"{member.Name}/{Text(group, "file").TrimStart('/')}";
        foreach (var rule in Items(group, "rules"))
        {
            Label(rule, member);
            foreach (var alert in Items(rule, "alerts"))
            {
                Label(alert, member);
            }
        }
    }

    public static string Text(JsonObject item, string name) => item[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    public static LabelSet Read(JsonObject item, string name) => item[name] is JsonObject labels
        ? LabelSet.Of(labels.Select(pair => KeyValuePair.Create(pair.Key, Text(labels, pair.Key))))
        : LabelSet.Empty;

    private static IEnumerable<JsonObject> Items(JsonObject item, string name) => item[name] is JsonArray array ? array.OfType<JsonObject>() : [];
}

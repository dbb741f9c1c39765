using System.Text.Json.Nodes;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.States;

/// <summary>Finds the rule behind alerts.</summary>
public static class AlertRules
{
    /// <summary>What the rule of a group of alerts asks, as one of their clusters tells; what tells of the alerts themselves where none does.</summary>
    public static async Task<string> QueryAsync(IGlobalStates states, AlertGroup group, Actor actor, CancellationToken cancellationToken)
    {
        var scope = new QueryScope(null, [group.Alerts[0].Member.Id]);
        var rules = await states.RulesAsync(new RuleQuery(scope, "alert", [group.Name], [], WithAlerts: false), actor, cancellationToken);
        var named = rules.Items.SelectMany(item => item.Json["rules"] is JsonArray all ? all.OfType<JsonObject>() : []).Where(rule => StateLabels.Text(rule, "name") == group.Name).ToList();
        var found = named.Find(rule => StateLabels.Read(rule, "labels")["severity"] == group.Severity) ?? named.FirstOrDefault();
        return found is not null && StateLabels.Text(found, "query") is { Length: > 0 } query
            ? query
            : $"ALERTS{{alertname=\"{group.Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"}}";
    }
}

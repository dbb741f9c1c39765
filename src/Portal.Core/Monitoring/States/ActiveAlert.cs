using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.States;

/// <summary>An alert that a cluster's Prometheus has raised.</summary>
/// <param name="IsFiring">Else it is pending: its condition holds, and not yet for as long as its rule asks.</param>
/// <param name="Since">When its condition began to hold.</param>
public sealed record ActiveAlert(QueryMember Member, LabelSet Labels, LabelSet Annotations, bool IsFiring, DateTimeOffset? Since, string Value)
{
    public string Name => Labels["alertname"];

    public string Severity => Labels["severity"];

    public static ActiveAlert Of(MemberItem item) => new(
        item.Member, StateLabels.Read(item.Json, "labels"), StateLabels.Read(item.Json, "annotations"), StateLabels.Text(item.Json, "state") == "firing", Time(item.Json),
        StateLabels.Text(item.Json, "value"));

    private static DateTimeOffset? Time(JsonObject json) =>
        DateTimeOffset.TryParse(StateLabels.Text(json, "activeAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}

using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>Whether a Prometheus of the operator picks a monitor: by its labels, and by those of its namespace. Pure.</summary>
internal static class PrometheusSelection
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public static (MonitorFinding Finding, IReadOnlyDictionary<string, string> LabelsToAdd) Of(MonitorSettings settings, MonitorFacts facts)
    {
        if (facts.Prometheuses.Count == 0)
        {
            return (Warn("It has no Prometheus of the operator: nothing would read the monitor.", "Install the component Prometheus on it, with its server."), None);
        }

        var looks = facts.Prometheuses.Select(one => Look(one, settings, facts.NamespaceLabels ?? None)).ToList();
        if (looks.Find(look => look.Selects) is { } selecting)
        {
            return (new MonitorFinding(MonitorSeverity.Good, $"Its Prometheus {selecting.Name} selects the monitor."), None);
        }

        if (looks.Find(look => look is { SeesNamespace: true, Lacking.Count: > 0 }) is { } lacking)
        {
            var labels = string.Join(", ", lacking.Lacking!.Select(pair => $"{pair.Key}={pair.Value}"));
            return (Warn($"Its Prometheus {lacking.Name} would not select the monitor: it wants {LabelQuestion.Words(lacking.Wants!)}.", $"Add the labels {labels}."), lacking.Lacking!);
        }

        if (looks.Find(look => look.SeesNamespace) is { } other)
        {
            return other.Wants is { } wants
                ? (Warn($"Its Prometheus {other.Name} would not select the monitor: it wants {LabelQuestion.Words(wants)}.", "Change the labels that stand against it."), None)
                : (Warn($"Its Prometheus {other.Name} selects no monitors of this kind.", $"Set {Field(settings.Kind)} in the values of the component Prometheus."), None);
        }

        return (Warn($"Its Prometheus {looks[0].Name} does not look into the namespace {settings.Namespace}.",
            $"Label the namespace as it wants, or set {NamespaceField(settings.Kind)} in the values of the component Prometheus."), None);
    }

    private static Seen Look(JsonObject prometheus, MonitorSettings settings, IReadOnlyDictionary<string, string> namespaceLabels)
    {
        var (metadata, spec) = (prometheus["metadata"], prometheus["spec"]);
        var home = (string?)metadata?["namespace"] ?? "";

        // Without a selector it looks into its own namespace alone; with an empty one, into all.
        var sees = spec?[NamespaceField(settings.Kind)] is JsonObject spaces ? LabelQuestion.Matches(spaces, namespaceLabels) : home == settings.Namespace;
        var wants = spec?[Field(settings.Kind)] as JsonObject;
        var matches = wants is not null && LabelQuestion.Matches(wants, settings.Labels);
        return new Seen($"{home}/{(string?)metadata?["name"]}", sees, wants, sees && matches, wants is null || matches ? null : LabelQuestion.Lacking(wants, settings.Labels));
    }

    private static string Field(MonitorKind kind) => kind == MonitorKind.ServiceMonitor ? "serviceMonitorSelector" : "podMonitorSelector";

    private static string NamespaceField(MonitorKind kind) => kind == MonitorKind.ServiceMonitor ? "serviceMonitorNamespaceSelector" : "podMonitorNamespaceSelector";

    private static MonitorFinding Warn(string words, string remedy) => new(MonitorSeverity.Warning, words, remedy);

    private sealed record Seen(string Name, bool SeesNamespace, JsonObject? Wants, bool Selects, IReadOnlyDictionary<string, string>? Lacking);
}

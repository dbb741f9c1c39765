using System.Text.Json.Nodes;
using Portal.Core.Components.Manifests;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>Holds a monitor to what a cluster said: can it be written, would it be read, and would it find anything. Pure.</summary>
internal static class MonitorCheck
{
    private const int Told = 5;

    /// <param name="ownId">The application that writes it; null for a new one.</param>
    public static (IReadOnlyList<MonitorFinding> Findings, IReadOnlyDictionary<string, string> LabelsToAdd) Run(string name, MonitorSettings settings, MonitorFacts facts, Guid? ownId)
    {
        var findings = new List<MonitorFinding>();
        if (!Serves(facts.Definition))
        {
            findings.Add(Bad($"It does not serve the kind {settings.Kind} of {MonitorManifest.ApiVersion}.", "Install the component Prometheus on it first."));
            return (findings, new Dictionary<string, string>());
        }

        findings.AddRange(OfSchema(name, settings, facts.Definition!));
        if (facts.NamespaceLabels is null)
        {
            findings.Add(Bad($"There is no namespace {settings.Namespace} on it.", "Create the namespace there, or choose another."));
        }

        if (facts.Present is { } present && (ownId is null || (string?)present["metadata"]?["annotations"]?[ClusterManifest.IdAnnotation] != ownId.ToString()))
        {
            findings.Add(Bad($"{settings.Kind} {settings.Namespace}/{name} is there already, and was made by somebody else.", "Choose another name: what is not the portal's is not taken over."));
        }

        if (settings is { Authentication: not MonitorAuthentication.None, Scheme: MonitorScheme.Http })
        {
            findings.Add(Warn("The password or token goes through the cluster unencrypted.", "Choose https where the application speaks it."));
        }

        if (facts.NamespaceLabels is not null)
        {
            findings.Add(OfTargets(settings, facts.Endpoints));
        }

        var (selection, lacking) = PrometheusSelection.Of(settings, facts);
        findings.Add(selection);
        return (findings, lacking);
    }

    private static bool Serves(JsonObject? definition) =>
        (definition?["spec"]?["versions"] as JsonArray ?? []).OfType<JsonObject>().Any(version => (string?)version["name"] == "v1" && (bool?)version["served"] == true);

    private static IEnumerable<MonitorFinding> OfSchema(string name, MonitorSettings settings, JsonObject definition)
    {
        var kind = new ManifestObject("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", MonitorManifest.Definition(settings.Kind), definition);
        return DefinedKinds.Faults([new SourceObject(kind, 1)], MonitorManifest.Make(name, settings))
            .Select(fault => Bad($"Its definition of {settings.Kind} does not take it: {fault}", "Change the field; an older operator of Prometheus may not know it yet."));
    }

    private static MonitorFinding OfTargets(MonitorSettings settings, IReadOnlyList<MonitorEndpoint> all)
    {
        var isService = settings.Kind == MonitorKind.ServiceMonitor;
        var found = all.Where(one => one.HasLabels(settings.Selector)).ToList();
        if (found.Count == 0)
        {
            return isService
                ? Warn($"No Service in {settings.Namespace} has these labels.", "Pick a Service of the cluster, or change the labels.")
                : Warn($"No pod in {settings.Namespace} has these labels.", "Pick a pod of the cluster, or change the labels.");
        }

        var without = found.Where(one => !one.HasPort(settings.Port)).ToList();
        if (without.Count < found.Count)
        {
            return isService
                ? new MonitorFinding(MonitorSeverity.Good, $"{found.Count - without.Count} of its services expose the port {settings.Port}.")
                : new MonitorFinding(MonitorSeverity.Good, $"{found.Count - without.Count} of its pods expose the port {settings.Port}.");
        }

        var ports = string.Join(", ", without[0].Ports.Select(port => port.Label).Take(Told));
        return isService
            ? Warn($"The Service {without[0].Name} does not expose the port {settings.Port}: it has {ports}.", "Choose one of these ports.")
            : Warn($"The pod {without[0].Name} does not expose the port {settings.Port}: it has {ports}.", "Choose one of these ports.");
    }

    private static MonitorFinding Bad(string words, string remedy) => new(MonitorSeverity.Blocking, words, remedy);

    private static MonitorFinding Warn(string words, string remedy) => new(MonitorSeverity.Warning, words, remedy);
}

using System.Text.Json.Nodes;
using Portal.Core.Monitoring.ApplicationMetrics;

namespace Portal.Core.Tests.Monitoring.ApplicationMetrics;

/// <summary>Whether a monitor can be written to a cluster, would be read there, and would find anything.</summary>
public sealed class MonitorCheckTests
{
    private static readonly MonitorSettings Settings = new(MonitorKind.ServiceMonitor, "shop", new Dictionary<string, string> { ["app"] = "web" }, "metrics");

    private static readonly JsonObject Definition = JsonNode.Parse("""
        {"spec": {"group": "monitoring.coreos.com", "names": {"kind": "ServiceMonitor"}, "versions": [{"name": "v1", "served": true, "schema": {"openAPIV3Schema": {"type": "object", "properties": {
          "spec": {"type": "object", "required": ["selector"], "properties": {"selector": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
            "endpoints": {"type": "array", "items": {"type": "object", "properties": {"port": {"type": "string"}, "path": {"type": "string"}, "interval": {"type": "string"}}}}}}}}}}]}}
        """)!.AsObject();

    private static readonly MonitorEndpoint Service = new("web", new Dictionary<string, string> { ["app"] = "web" }, [new MonitorPort("metrics", ["9090"]), new MonitorPort("http", ["8080"])]);

    private static readonly MonitorFacts Facts = new(Definition, new Dictionary<string, string> { ["team"] = "shop" }, [Service], [Prometheus("{}", "{}")], null);

    [Fact]
    public void Monitor_ThatIsReadAndFindsItsService_IsGood()
    {
        Assert.Equal([MonitorSeverity.Good, MonitorSeverity.Good], Run(Facts).Select(finding => finding.Severity));
        Assert.Equal(["1 of its services expose the port metrics.", "Its Prometheus monitoring/main selects the monitor."], Run(Facts).Select(finding => finding.Words));
    }

    [Fact]
    public void Cluster_ThatDoesNotServeTheKind_SaysSo_AndWhatBringsIt()
    {
        var finding = Assert.Single(Run(Facts with { Definition = null }));

        Assert.Equal(
            (MonitorSeverity.Blocking, "It does not serve the kind ServiceMonitor of monitoring.coreos.com/v1.", "Install the component Prometheus on it first."), (finding.Severity, finding.Words, finding.Remedy));
    }

    [Fact]
    public void Field_ThatTheClustersDefinitionDoesNotKnow_IsTold()
    {
        var told = Assert.Single(MonitorCheck.Run("web", Settings with { TimeoutSeconds = 5 }, Facts, null).Findings, finding => finding.Severity == MonitorSeverity.Blocking);

        Assert.Equal("Its definition of ServiceMonitor does not take it: /spec/endpoints/0/scrapeTimeout: the field is not known", told.Words);
    }

    [Fact]
    public void WhatIsThereAndNotThePortals_IsNotTakenOver()
    {
        var own = Guid.NewGuid();
        var theirs = JsonNode.Parse("""{"metadata": {"name": "web"}}""")!.AsObject();
        var ours = JsonNode.Parse($$$"""{"metadata": {"name": "web", "annotations": {"kurator-portal.io/application-id": "{{{own}}}" } } }""")!.AsObject();

        Assert.Contains(Run(Facts with { Present = theirs }), finding => finding.Words == "ServiceMonitor shop/web is there already, and was made by somebody else.");
        Assert.Contains(Run(Facts with { Present = ours }), finding => finding.Severity == MonitorSeverity.Blocking);
        Assert.DoesNotContain(MonitorCheck.Run("web", Settings, Facts with { Present = ours }, own).Findings, finding => finding.Severity == MonitorSeverity.Blocking);
    }

    [Theory]
    [InlineData("""{"matchLabels": {"release": "prometheus"}}""", "{}", "would not select the monitor: it wants release=prometheus.", "release=prometheus")]
    [InlineData("""{"matchExpressions": [{"key": "team", "operator": "In", "values": ["a", "b"]}]}""", "{}", "it wants team in (a, b).", "team=a")]
    [InlineData("""{"matchLabels": {"tier": "gold"}}""", "{}", "it wants tier=gold.", "")]
    [InlineData("null", "{}", "selects no monitors of this kind.", "")]
    [InlineData("{}", """{"matchLabels": {"scraped": "yes"}}""", "does not look into the namespace shop.", "")]
    [InlineData("{}", "null", "does not look into the namespace shop.", "")]
    [InlineData("{}", """{"matchLabels": {"team": "shop"}}""", "selects the monitor.", "")]
    public void Selection_IsTold_WithTheLabelsThatWouldHelp(string selector, string spaces, string words, string labels)
    {
        var settings = Settings with { Labels = new Dictionary<string, string> { ["tier"] = "silver" } };
        var (findings, lacking) = MonitorCheck.Run("web", settings, Facts with { Prometheuses = [Prometheus(selector, spaces)] }, null);

        Assert.EndsWith(words, findings[^1].Words, StringComparison.Ordinal);
        Assert.Equal(labels, string.Join(",", lacking.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public void SecondPrometheus_MaySelectWhatTheFirstDoesNot()
    {
        var both = Facts with { Prometheuses = [Prometheus("""{"matchLabels": {"release": "x"}}""", "{}"), Prometheus("{}", "{}")] };

        Assert.Equal(MonitorSeverity.Good, Run(both)[^1].Severity);
        Assert.Equal("It has no Prometheus of the operator: nothing would read the monitor.", Run(Facts with { Prometheuses = [] })[^1].Words);
    }

    [Fact]
    public void PortAndLabels_ThatNothingHas_AreTold()
    {
        Assert.Contains(MonitorCheck.Run("web", Settings with { Port = "admin" }, Facts, null).Findings,
            finding => finding.Words == "The Service web does not expose the port admin: it has metrics, http.");
        Assert.Contains(Run(Facts with { Endpoints = [] }), finding => finding.Words == "No Service in shop has these labels.");
        Assert.Contains(Run(Facts with { NamespaceLabels = null, Endpoints = [] }), finding => finding is { Severity: MonitorSeverity.Blocking, Words: "There is no namespace shop on it." });
        Assert.Contains(MonitorCheck.Run("web", Settings with { Authentication = MonitorAuthentication.Basic, SecretName = "s" }, Facts, null).Findings,
            finding => finding.Words == "The password or token goes through the cluster unencrypted.");
    }

    private static IReadOnlyList<MonitorFinding> Run(MonitorFacts facts) => MonitorCheck.Run("web", Settings, facts, null).Findings;

    private static JsonObject Prometheus(string selector, string spaces) => JsonNode.Parse($$$"""
        {"metadata": {"name": "main", "namespace": "monitoring"}, "spec": {"serviceMonitorSelector": {{{selector}}}, "serviceMonitorNamespaceSelector": {{{spaces}}}}}
        """)!.AsObject();
}

using Portal.Core.Monitoring.ApplicationMetrics;
using Portal.Testing.Schemas;

namespace Portal.Core.Tests.Monitoring.ApplicationMetrics;

/// <summary>What the operator of Prometheus is given, and what is not taken of a form.</summary>
public sealed class MonitorManifestTests
{
    private static readonly MonitorSettings Plain = new(MonitorKind.ServiceMonitor, "shop", new Dictionary<string, string> { ["app"] = "web" }, "metrics");

    private static readonly MonitorSettings Whole = Plain with
    {
        Path = "/internal/metrics",
        IntervalSeconds = 30,
        TimeoutSeconds = 10,
        Scheme = MonitorScheme.Https,
        InsecureSkipVerify = true,
        Authentication = MonitorAuthentication.Basic,
        SecretName = "scraper",
        Labels = new Dictionary<string, string> { ["release"] = "prometheus" },
        Keep = ["orders_total", "http_.*"],
        Drop = ["go_.*"],
    };

    [Fact]
    public void Monitors_AreAsTheRealDefinitionsHaveThem()
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);
        var bearer = Whole with { Authentication = MonitorAuthentication.Bearer, SecretKey = "token", Port = "8080" };
        foreach (var settings in new[] { Plain, Whole, bearer, Plain with { Kind = MonitorKind.PodMonitor }, bearer with { Kind = MonitorKind.PodMonitor } })
        {
            Assert.Empty(SchemaValidator.Faults(MonitorManifest.Make("web", settings).Content));
        }
    }

    [Fact]
    public void Yaml_SaysWhatTheFormSays_AndNoSecret()
    {
        Assert.Equal("""
            apiVersion: monitoring.coreos.com/v1
            kind: ServiceMonitor
            metadata:
              name: web
              namespace: shop
              labels:
                release: prometheus
            spec:
              selector:
                matchLabels:
                  app: web
              endpoints:
              - port: metrics
                path: /internal/metrics
                interval: 30s
                scrapeTimeout: 10s
                scheme: https
                tlsConfig:
                  insecureSkipVerify: true
                basicAuth:
                  username:
                    name: scraper
                    key: username
                  password:
                    name: scraper
                    key: password
                metricRelabelings:
                - sourceLabels:
                  - __name__
                  regex: orders_total|http_.*
                  action: keep
                - sourceLabels:
                  - __name__
                  regex: go_.*
                  action: drop

            """, MonitorManifest.Yaml("web", Whole));
        Assert.Equal("podMonitor/shop/web/0", MonitorManifest.Pool("web", Plain with { Kind = MonitorKind.PodMonitor }));
    }

    [Theory]
    [InlineData("Web", "shop", "metrics", "/metrics", null, null, "a", "Use lower-case letters")]
    [InlineData("web", "Shop", "metrics", "/metrics", null, null, "a", "Give the namespace")]
    [InlineData("web", "shop", "70000", "/metrics", null, null, "a", "Give the port's name")]
    [InlineData("web", "shop", "metrics", "metrics", null, null, "a", "A path begins with a slash")]
    [InlineData("web", "shop", "metrics", "/m", 10, 30, "a", "The time-out cannot be longer")]
    [InlineData("web", "shop", "metrics", "/m", 0, null, "a", "An interval is 1 to 3,600 seconds.")]
    [InlineData("web", "shop", "metrics", "/m", null, null, "(", "Give names of metrics")]
    public void Fault_IsTold(string name, string space, string port, string path, int? interval, int? timeout, string drop, string words)
    {
        var settings = Plain with { Namespace = space, Port = port, Path = path, IntervalSeconds = interval, TimeoutSeconds = timeout, Drop = [drop] };
        var result = new ApplicationMetricRequestValidator().Validate(new ApplicationMetricRequest(name, Guid.NewGuid(), [], settings));

        Assert.StartsWith(words, Assert.Single(result.Errors).ErrorMessage, StringComparison.Ordinal);
        Assert.True(new ApplicationMetricRequestValidator().Validate(new ApplicationMetricRequest("web", Guid.NewGuid(), [], Whole)).IsValid);
    }

    [Fact]
    public void PickedService_IsFoundAgainByWhatDoesNotPass()
    {
        MonitorEndpoint Of(params (string Key, string Value)[] labels) => new("x", labels.ToDictionary(label => label.Key, label => label.Value), []);

        Assert.Equal(["app.kubernetes.io/name", "app.kubernetes.io/instance"],
            EndpointSelector.Of(Of(("app.kubernetes.io/name", "web"), ("app.kubernetes.io/instance", "a"), ("helm.sh/chart", "web-1.2"))).Keys);
        Assert.Equal(["tier"], EndpointSelector.Of(Of(("tier", "front"), ("pod-template-hash", "5d4"), ("helm.sh/chart", "web-1.2"))).Keys);
        Assert.Empty(EndpointSelector.Of(Of(("pod-template-hash", "5d4"))));
    }
}

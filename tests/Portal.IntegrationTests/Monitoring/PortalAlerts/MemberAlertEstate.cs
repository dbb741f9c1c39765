using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.Sources;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Prometheus;

namespace Portal.IntegrationTests.Monitoring.PortalAlerts;

/// <summary>
/// Two clusters that share an Alertmanager, and one with its own, which a Prometheus tells of the alert AlwaysThere. The alert Quiet fires there
/// too, and its Alertmanager hears of it from the test alone.
/// </summary>
public sealed class MemberAlertEstate : IAsyncLifetime
{
    internal AlertingEstate Portal { get; } = new();

    internal AlertmanagerServer Shared { get; private set; } = null!;

    internal AlertmanagerServer Own { get; private set; } = null!;

    internal PrometheusServer Prometheus { get; private set; } = null!;

    internal Dictionary<string, Guid> Clusters { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await Portal.InitializeAsync();
        Shared = await AlertmanagerServer.StartAsync();
        Own = await AlertmanagerServer.StartAsync();
        Prometheus = await PrometheusServer.StartAsync(
            ["# TYPE something gauge", "something 1 1793484000"],
            $$"""
            global: { evaluation_interval: 1s }
            rule_files: [rules.yml]
            alerting:
              alert_relabel_configs: [{ source_labels: [alertname], regex: Quiet, action: drop }]
              alertmanagers: [{ static_configs: [{ targets: ["{{Own.Address.Authority}}"] }] }]
            """,
            """
            groups:
              - name: all
                rules:
                  - { alert: AlwaysThere, expr: "vector(1)", labels: { severity: critical } }
                  - { alert: Quiet, expr: "vector(1)", labels: { severity: warning } }
                  - { alert: AlmostThere, expr: "vector(1)", for: 1h, labels: { severity: critical } }
            """);
        foreach (var (name, server) in new[] { ("one", Shared), ("two", Shared), ("three", Own) })
        {
            Clusters[name] = await Portal.JoinAsync(name, "members");
            await Portal.Service<IAlertmanagers>().SetAsync(
                Clusters[name], new(MetricsSourceKind.Url, server.Address.ToString()), Estate.Operator, TestContext.Current.CancellationToken);
        }

        await Portal.Portal.SetAsync(Clusters["three"], new(MetricsSourceKind.Url, Prometheus.Address.ToString()));
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        await Prometheus.DisposeAsync();
        await Own.DisposeAsync();
        await Shared.DisposeAsync();
    }
}

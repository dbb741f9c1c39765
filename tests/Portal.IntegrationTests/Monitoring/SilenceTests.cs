using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.States;
using Portal.IntegrationTests.Api;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Prometheus;

namespace Portal.IntegrationTests.Monitoring;

/// <summary>Silences in real Alertmanagers, of alerts that a real Prometheus raises.</summary>
public sealed class SilenceTests(SilenceTests.AlertingPortal estate) : IClassFixture<SilenceTests.AlertingPortal>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silence_IsSeenByAmtool_HoldsTheAlertDown_AndIsEnded()
    {
        var (alerting, without, gone) = (estate.Clusters["alerting"], estate.Clusters["without"], estate.Clusters["gone"]);
        await UntilAsync(async () => (await estate.Server.AskAsync("alert", "query", "alertname=AlwaysThere")).Contains("AlwaysThere", StringComparison.Ordinal));
        using var script = await estate.Portal.Host.ScriptAsync(PortalRole.Operator);

        var made = await (await script.PostAsJsonAsync("/api/v1/silences", new
        {
            matchers = new[] { new { name = "alertname", value = "AlwaysThere", isRegex = false, isEqual = true } },
            endsAt = DateTimeOffset.UtcNow.AddHours(1),
            comment = "It is known",
            clusterIds = new[] { alerting, without, gone },
        }, Token)).ReadAsync(HttpStatusCode.OK);

        var outcomes = made.EnumerateArray().ToDictionary(outcome => outcome.Text("cluster"));
        Assert.Equal("No Alertmanager of it is known.", outcomes["without"].Text("why"));
        Assert.Contains("nothing listens there", outcomes["gone"].Text("why"), StringComparison.Ordinal);
        var id = outcomes["alerting"].Text("silenceId");
        Assert.Contains(id, await estate.Server.AskAsync("silence", "query", "alertname=AlwaysThere"), StringComparison.Ordinal);
        await UntilAsync(async () => !(await estate.Server.AskAsync("alert", "query", "alertname=AlwaysThere")).Contains("AlwaysThere", StringComparison.Ordinal));

        var listed = await estate.Portal.Viewer.GetAsync("/api/v1/silences", HttpStatusCode.OK);
        var silence = Assert.Single(listed.GetProperty("silences").EnumerateArray(), one => one.Text("id") == id);
        Assert.Equal(("alerting", "It is known"), (silence.Text("cluster"), silence.Text("comment")));
        Assert.Equal(["gone", "wrong"], listed.GetProperty("missing").EnumerateArray().Select(missing => missing.Text("cluster")));
        Assert.Equal(3, listed.GetProperty("clustersAsked").GetInt32());
        await UntilAsync(async () =>
        {
            var alerts = await estate.Portal.Host.Services.GetRequiredService<IGlobalStates>().AlertsAsync(QueryScope.All, Actor.Portal, Token);
            var silences = await estate.Portal.Host.Services.GetRequiredService<ISilences>().ListAsync(Actor.Portal, Token);
            var held = alerts.Items.Select(ActiveAlert.Of).ToLookup(alert => SilenceRules.Of(alert, silences.Silences) is not null, alert => alert.Name);
            return held[true].SequenceEqual(["AlwaysThere"]) && held[false].SequenceEqual(["Another"]);
        });

        var change = new
        {
            matchers = new[] { new { name = "alertname", value = "AlwaysThere", isRegex = false, isEqual = true } },
            startsAt = silence.Text("startsAt"),
            endsAt = DateTimeOffset.UtcNow.AddHours(2),
            comment = "It takes longer",
        };
        var changed = await (await script.PutAsJsonAsync($"/api/v1/clusters/{alerting}/silences/{id}", change, Token)).ReadAsync(HttpStatusCode.OK);
        id = changed.Text("silenceId");
        var only = Assert.Single((await estate.Portal.Viewer.GetAsync("/api/v1/silences", HttpStatusCode.OK)).GetProperty("silences").EnumerateArray());
        Assert.Equal((id, "It takes longer"), (only.Text("id"), only.Text("comment")));

        using var refused = await estate.Portal.Viewer.DeleteAsync($"/api/v1/clusters/{alerting}/silences/{id}", Token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var ended = await script.DeleteAsync($"/api/v1/clusters/{alerting}/silences/{id}", Token);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.DoesNotContain(id, await estate.Server.AskAsync("silence", "query"), StringComparison.Ordinal);
        Assert.Empty((await estate.Portal.Viewer.GetAsync("/api/v1/silences", HttpStatusCode.OK)).GetProperty("silences").EnumerateArray());
    }

    [Fact]
    public async Task Alertmanager_IsChecked_AndListedBesideTheMetricsEndpoint()
    {
        await estate.GiveAgainAsync("gone");
        var good = await estate.Portal.Viewer.GetAsync($"/api/v1/clusters/{estate.Clusters["alerting"]}/alertmanager/check", HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, good.GetProperty("fault").ValueKind);
        foreach (var (cluster, fault) in new[] { ("without", "NoSource"), ("gone", "Unreachable"), ("wrong", "Refused") })
        {
            Assert.Equal(fault, (await estate.Portal.Viewer.GetAsync($"/api/v1/clusters/{estate.Clusters[cluster]}/alertmanager/check", HttpStatusCode.OK)).Text("fault"));
        }

        var row = (await estate.Portal.Viewer.GetAsync("/api/v1/metrics-sources?search=alerting", HttpStatusCode.OK)).GetProperty("items")[0];
        Assert.Equal(estate.Server.Address.ToString(), row.GetProperty("alertmanager").Text("address"));
    }

    [Fact]
    public async Task Silence_ThatNoAlertmanagerWouldTake_IsRefused()
    {
        using var script = await estate.Portal.Host.ScriptAsync(PortalRole.Operator);
        using var answer = await script.PostAsJsonAsync(
            "/api/v1/silences", new { matchers = new[] { new { name = "a", value = "", isRegex = false, isEqual = true } }, endsAt = DateTimeOffset.UtcNow.AddHours(-1), comment = "" }, Token);
        var body = await answer.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("every alert would be silenced", body, StringComparison.Ordinal);
    }

    /// <summary>Servers evaluate and tell each other in their own time.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isThere)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        while (!await isThere())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
        }
    }

    /// <summary>A cluster whose Prometheus raises two alerts, one without an Alertmanager, and one whose is gone.</summary>
    public sealed class AlertingPortal : IAsyncLifetime
    {
        private PrometheusServer _prometheus = null!;

        public MetricsPortal Portal { get; } = new();

        public AlertmanagerServer Server { get; private set; } = null!;

        public Dictionary<string, Guid> Clusters { get; } = [];

        public async ValueTask InitializeAsync()
        {
            await Portal.InitializeAsync();
            Server = await AlertmanagerServer.StartAsync();
            _prometheus = await PrometheusServer.StartAsync(
                ["# TYPE something gauge", "something 1 1793484000"],
                $$"""
                global: { evaluation_interval: 1s }
                rule_files: [rules.yml]
                alerting: { alertmanagers: [{ static_configs: [{ targets: ["{{Server.Address.Authority}}"] }] }] }
                """,
                """
                groups:
                  - name: all
                    rules:
                      - { alert: AlwaysThere, expr: "vector(1)", labels: { severity: warning, cluster: "its own" } }
                      - { alert: Another, expr: "vector(1)" }
                """);
            foreach (var (name, alertmanager) in new[] { ("alerting", Server.Address.ToString()), ("without", null), ("gone", "http://127.0.0.1:9/"), ("wrong", _prometheus.Address.ToString()) })
            {
                var id = Clusters[name] = await Portal.JoinAsync(QueryMember.Of(Guid.Empty, name, "silences", null, null));
                if (name == "alerting")
                {
                    await Portal.SetAsync(id, new(MetricsSourceKind.Url, _prometheus.Address.ToString()));
                }

                if (alertmanager is not null)
                {
                    await Portal.Host.Services.GetRequiredService<IAlertmanagers>().SetAsync(id, new(MetricsSourceKind.Url, alertmanager), Estate.Operator, Token);
                }
            }
        }

        /// <summary>The same address, asked from the beginning: what failed again and again before is left alone for a while.</summary>
        public async Task GiveAgainAsync(string cluster)
        {
            var alertmanagers = Portal.Host.Services.GetRequiredService<IAlertmanagers>();
            var known = (await alertmanagers.FindAsync(Clusters[cluster], Estate.Operator, Token))!;
            await alertmanagers.SetAsync(known.ClusterId, new(known.Kind, known.Address, Version: known.Version), Estate.Operator, Token);
        }

        public async ValueTask DisposeAsync()
        {
            await Portal.DisposeAsync();
            await _prometheus.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}

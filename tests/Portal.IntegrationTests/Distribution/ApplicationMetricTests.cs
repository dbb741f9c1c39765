using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Monitoring.ApplicationMetrics;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Prometheus;
using Portal.Testing.Schemas;

namespace Portal.IntegrationTests.Distribution;

/// <summary>A metric from the form to the monitors of clusters, what their Prometheus makes of it, and its end.</summary>
[Collection(ApplicationCollection.Name)]
public sealed class ApplicationMetricTests(ApplicationEstate estate)
{
    private static readonly MonitorSettings Settings = new(MonitorKind.ServiceMonitor, "default", new Dictionary<string, string> { ["app"] = "orders" }, "metrics") { IntervalSeconds = 30 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IApplicationMetrics Metrics => estate.Get<IApplicationMetrics>();

    [Fact]
    public async Task Metric_IsCheckedWrittenSeenChangedAndRemoved()
    {
        // a1 wants a label and has the service; a2 has the service of another port; a3 has no operator.
        await PrepareAsync("a1", """{"matchLabels":{"release":"prometheus"}}""", "metrics");
        await PrepareAsync("a2", "{}", "http");
        var request = Request("orders", "a1", "a2", "a3");

        var place = await Metrics.LookAsync(estate.Clusters["a1"], MonitorKind.ServiceMonitor, "default", Estate.Operator, Token);
        Assert.Contains("default", place.Namespaces);
        Assert.Equal("metrics", Assert.Single(place.Endpoints, one => one.Name == "orders").Ports[0].Name);
        var preview = await Metrics.PreviewAsync(null, request, Estate.Operator, Token);
        Assert.Equal([("a1", MonitorSeverity.Warning), ("a2", MonitorSeverity.Warning), ("a3", MonitorSeverity.Blocking)], preview.Clusters.Select(one => (one.ClusterName, one.Worst)));
        Assert.Equal(new Dictionary<string, string> { ["release"] = "prometheus" }, preview.Clusters[0].LabelsToAdd);
        Assert.Contains(preview.Clusters[1].Findings, one => one.Words == "The Service orders does not expose the port metrics: it has http.");
        Assert.Contains(preview.Clusters[2].Findings, one => one.Words.StartsWith("It does not serve the kind ServiceMonitor", StringComparison.Ordinal));

        // Half of it fails, and is told.
        var started = await Metrics.CreateAsync(request with { Settings = Settings with { Labels = preview.Clusters[0].LabelsToAdd } }, Estate.Operator, Token);
        Assert.Equal(OperationState.Failed, (await estate.EndAsync(started.OperationId)).Summary.State);
        var half = await Metrics.GetAsync(started.Id, Estate.Viewer, Token);
        Assert.Equal([ClusterDelivery.Delivered, ClusterDelivery.Delivered, ClusterDelivery.Failed], half.Clusters.Select(cluster => cluster.State));
        Assert.Contains("does not know the kind ServiceMonitor", half.Clusters[2].Reason, StringComparison.Ordinal);
        var written = await MonitorAsync("a1");
        Assert.Equal(("prometheus", "orders"), ((string?)written!["metadata"]!["labels"]!["release"], (string?)written["metadata"]!["labels"]!["kurator-portal.io/application"]));
        Assert.Equal("30s", (string?)written["spec"]!["endpoints"]![0]!["interval"]);
        if (SchemaValidator.Available)
        {
            var writes = estate.Sim.Cluster("a1").Audit.Entries().Where(entry => entry.Path.Contains("servicemonitors/orders", StringComparison.Ordinal) && entry.Verb == "patch").ToList();
            Assert.NotEmpty(writes);
            Assert.Empty(writes.SelectMany(SchemaValidator.Faults));
        }

        // a3 leaves and a2 gets another port; only who read the newest may change it.
        var stale = await Assert.ThrowsAsync<ProblemException>(() => Metrics.UpdateAsync(started.Id, request with { Revision = 7 }, Estate.Operator, Token));
        Assert.Equal(ProblemKind.Conflict, stale.Problem.Kind);
        var change = Request("orders", "a1", "a2") with { Settings = half.Summary.Settings with { Port = "8080" }, Revision = half.Summary.Delivery.LatestRevision };
        var changed = await Metrics.UpdateAsync(started.Id, change, Estate.Operator, Token);
        await SucceedAsync(changed.OperationId);
        Assert.Equal(8080, (int)(await MonitorAsync("a2"))!["spec"]!["endpoints"]![0]!["targetPort"]!);
        Assert.Equal(["a1", "a2"], (await Metrics.GetAsync(started.Id, Estate.Viewer, Token)).Clusters.Select(cluster => cluster.ClusterName));

        await SucceedAsync(await Metrics.RemoveAsync(started.Id, "orders", Estate.Operator, Token));
        Assert.Null(await MonitorAsync("a1"));
        Assert.Null(await MonitorAsync("a2"));
        Assert.DoesNotContain(await Metrics.ListAsync(Estate.Viewer, Token), metric => metric.Id == started.Id);
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        Assert.False(await db.ApplicationMetrics.AnyAsync(row => row.ApplicationId == started.Id, Token));
    }

    [Fact]
    public async Task Targets_AreThoseOfTheMonitor_InEachClustersPrometheus()
    {
        await PrepareAsync("a4", "{}", "metrics");
        await using var server = await PrometheusServer.StartAsync([], """
            global: { scrape_interval: 1s }
            scrape_configs:
              - job_name: serviceMonitor/default/seen/0
                static_configs: [{ targets: ["{self}"], labels: { job: seen } }, { targets: ["127.0.0.1:9"], labels: { job: seen } }]
              - job_name: serviceMonitor/default/other/0
                static_configs: [{ targets: ["{self}"], labels: { job: other } }]
            """);
        await estate.Get<IMetricsSources>().SetAsync(estate.Clusters["a4"], new(MetricsSourceKind.Url, server.Address.ToString()), Estate.Operator, Token);
        using var script = await estate.Portal.ScriptAsync(PortalRole.Operator);
        using var answer = await script.PostAsJsonAsync("/api/v1/application-metrics", new
        {
            name = "seen",
            fleetId = estate.Fleet,
            clusterNames = new[] { "a4" },
            settings = new { kind = "ServiceMonitor", @namespace = "default", selector = new { app = "orders" }, port = "metrics" },
        }, Token);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var started = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        await SucceedAsync(started.GetProperty("operationId").GetGuid());
        var id = started.GetProperty("id").GetGuid();

        var targets = await UntilAsync(id, seen => seen.Targets.Any(target => target is { Health: "up", Samples: > 0 }) && seen.Targets.Any(target => target.Health == "down"));

        Assert.Equal([("a4", "down", "seen"), ("a4", "up", "seen")], targets.Targets.Select(target => (target.Cluster, target.Health, target.Job)));
        Assert.Contains("refused", targets.Targets[0].Error, StringComparison.Ordinal);
        Assert.NotNull(targets.Targets[1].LastScrape);
        await server.KillAsync();
        var gone = await Metrics.TargetsAsync(id, Estate.Viewer, Token);
        Assert.Equal((0, "a4"), (gone.Targets.Count, Assert.Single(gone.Coverage.Missing).Member.Name));
        await SucceedAsync(await Metrics.RemoveAsync(id, "seen", Estate.Operator, Token));
        await estate.Get<IMetricsSources>().RemoveAsync(estate.Clusters["a4"], Estate.Operator, Token);
    }

    [Fact]
    public async Task Refusal_LeavesNothingBehind()
    {
        var nowhere = await Assert.ThrowsAsync<ProblemException>(() => Metrics.CreateAsync(Request("nowhere", "no-such-cluster"), Estate.Operator, Token));
        Assert.Equal(ProblemKind.Conflict, nowhere.Problem.Kind);
        Assert.DoesNotContain(await Metrics.ListAsync(Estate.Viewer, Token), metric => metric.Name == "nowhere");
        var viewer = await Assert.ThrowsAsync<ProblemException>(() => Metrics.CreateAsync(Request("nowhere", "a5"), Estate.Viewer, Token));
        Assert.Equal(ProblemKind.Forbidden, viewer.Problem.Kind);
    }

    private ApplicationMetricRequest Request(string name, params string[] clusters) => new(name, estate.Fleet, clusters, Settings);

    private async Task SucceedAsync(Guid operation)
    {
        var end = await estate.EndAsync(operation);
        Assert.True(end.Summary.State == OperationState.Succeeded, $"{end.Summary.ErrorWhat}: {end.ErrorWhy}");
    }

    /// <summary>Servers scrape in their own time.</summary>
    private async Task<MetricTargets> UntilAsync(Guid id, Func<MetricTargets, bool> isThere)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var seen = await Metrics.TargetsAsync(id, Estate.Viewer, limit.Token);
            if (isThere(seen))
            {
                return seen;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
        }
    }

    private async Task<JsonObject?> MonitorAsync(string member)
    {
        using var admin = estate.Admin(member);
        try
        {
            return JsonSerializer.SerializeToNode(await admin.CustomObjects.GetNamespacedCustomObjectAsync("monitoring.coreos.com", "v1", "default", "servicemonitors", "orders", Token))!.AsObject();
        }
        catch (k8s.Autorest.HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>What the component Prometheus brings, as far as a monitor is concerned, and a service to be scraped.</summary>
    private async Task PrepareAsync(string member, string selector, string port)
    {
        using var admin = estate.Admin(member);
        await admin.CoreV1.CreateNamespacedServiceAsync(
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = "orders", Labels = new Dictionary<string, string> { ["app"] = "orders" } },
                Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Name = port, Port = 80, TargetPort = 8080 }], Selector = new Dictionary<string, string> { ["app"] = "orders" } },
            },
            "default", cancellationToken: Token);
        foreach (var (kind, plural) in new[] { ("ServiceMonitor", "servicemonitors"), ("PodMonitor", "podmonitors"), ("Prometheus", "prometheuses") })
        {
            await admin.ApiextensionsV1.CreateCustomResourceDefinitionAsync(Definition(kind, plural), cancellationToken: Token);

            // It is served a moment later.
            while ((await admin.ApiextensionsV1.ReadCustomResourceDefinitionAsync($"{plural}.monitoring.coreos.com", cancellationToken: Token))
                .Status?.Conditions?.Any(condition => condition is { Type: "Established", Status: "True" }) != true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), Token);
            }
        }

        var prometheus = JsonNode.Parse($$$"""
            {"apiVersion":"monitoring.coreos.com/v1","kind":"Prometheus","metadata":{"name":"main","namespace":"default"},"spec":{"serviceMonitorSelector":{{{selector}}},"serviceMonitorNamespaceSelector":{} } }
            """);
        await admin.CustomObjects.CreateNamespacedCustomObjectAsync(JsonSerializer.Deserialize<JsonElement>(prometheus), "monitoring.coreos.com", "v1", "default", "prometheuses", cancellationToken: Token);
    }

    private static V1CustomResourceDefinition Definition(string kind, string plural) => new()
    {
        Metadata = new V1ObjectMeta { Name = $"{plural}.monitoring.coreos.com" },
        Spec = new V1CustomResourceDefinitionSpec
        {
            Group = "monitoring.coreos.com",
            Scope = "Namespaced",
            Names = new V1CustomResourceDefinitionNames { Kind = kind, ListKind = $"{kind}List", Plural = plural, Singular = kind.ToLowerInvariant() },
            Versions =
            [
                new V1CustomResourceDefinitionVersion
                {
                    Name = "v1",
                    Served = true,
                    Storage = true,
                    Schema = new V1CustomResourceValidation
                    {
                        OpenAPIV3Schema = new V1JSONSchemaProps
                        {
                            Type = "object",
                            Properties = new Dictionary<string, V1JSONSchemaProps> { ["spec"] = new() { Type = "object", XKubernetesPreserveUnknownFields = true } },
                        },
                    },
                },
            ],
        },
    };
}

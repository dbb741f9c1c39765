using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.IntegrationTests.Api;

namespace Portal.IntegrationTests.Monitoring.PortalAlerts;

/// <summary>Alerts of real Alertmanagers reach a real receiver: grouped over clusters, told once, and over only when they are known to be.</summary>
public sealed class MemberAlertTests(MemberAlertEstate estate) : IClassFixture<MemberAlertEstate>, IDisposable
{
    private readonly MessageReceiver _receiver = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AlertingEstate Portal => estate.Portal;

    [Fact]
    public async Task AlertOfManyClusters_IsOneMessage_WithoutWhatIsSilenced_AndOneWhenItIsOver()
    {
        using var script = await Portal.Portal.Host.ScriptAsync(PortalRole.Operator);
        var channel = await CreateAsync(script, "crashes", Matcher("severity", "critical|error"), Matcher("cluster", "one|two"));
        await script.PostAsJsonAsync("/api/v1/silences", new
        {
            matchers = new[] { new { name = "alertname", value = "Known", isRegex = false, isEqual = true } },
            endsAt = DateTimeOffset.UtcNow.AddHours(1),
            comment = "It is known",
            clusterIds = new[] { estate.Clusters["one"] },
        }, Token);
        Dictionary<string, string>[] crashes =
        [
            Alert("PodCrashLooping", "one", "critical", "prometheus-0"), Alert("PodCrashLooping", "one", "critical", "prometheus-1"),
            Alert("PodCrashLooping", "two", "critical", "prometheus-0"),
        ];
        await estate.Shared.PostAsync(DateTimeOffset.UtcNow.AddHours(1), [.. crashes, Alert("Known", "one", "critical", "prometheus-0"), Alert("Minor", "two", "warning", "prometheus-0")]);
        await UntilAsync(async () => (await estate.Shared.AskAsync("alert", "query", "alertname=PodCrashLooping")).Contains("PodCrashLooping", StringComparison.Ordinal));

        await TellAsync();
        await TellAsync();

        var raised = Assert.Single(_receiver.Received, IsOfShared);
        Assert.Equal(("raised", "[Critical] PodCrashLooping: 2 clusters", 2), (raised.Text("event"), raised.Text("title"), raised.GetProperty("count").GetInt32()));
        var line = Assert.Single(raised.GetProperty("alerts").EnumerateArray());
        Assert.Equal(("2 clusters: one, two", "payments"), (line.Text("subject"), line.GetProperty("labels").Text("namespace")));
        Assert.Equal(["one", "two"], line.GetProperty("clusters").EnumerateArray().Select(name => name.GetString()!));

        // What comes back before it has been gone for long has never been over.
        await estate.Shared.PostAsync(DateTimeOffset.UtcNow.AddSeconds(-1), crashes);
        await TellAsync();
        await estate.Shared.PostAsync(DateTimeOffset.UtcNow.AddHours(1), crashes);
        await TellAsync();
        Assert.Single(_receiver.Received, IsOfShared);

        await estate.Shared.PostAsync(DateTimeOffset.UtcNow.AddSeconds(-1), crashes);
        await Portal.SweepMembersAsync();
        Portal.Clock.Advance(TimeSpan.FromMinutes(3));
        await TellAsync();
        await TellAsync();
        var ended = Assert.Single(_receiver.Received.Where(IsOfShared).Skip(1));
        Assert.Equal(("ended", "[Ended] PodCrashLooping: 2 clusters"), (ended.Text("event"), ended.Text("title")));
        await DeleteAsync(script, channel);
    }

    [Fact]
    public async Task WhatIsUnknown_IsNeverOver()
    {
        using var script = await Portal.Portal.Host.ScriptAsync(PortalRole.Operator);
        var channel = await CreateAsync(script, "unknown", Matcher("cluster", "three"));
        var quiet = new Dictionary<string, string> { ["alertname"] = "Quiet", ["severity"] = "warning" };
        await estate.Own.PostAsync(DateTimeOffset.UtcNow.AddHours(1), quiet);
        await UntilAsync(async () => (await estate.Own.AskAsync("alert", "query")) is var said
            && said.Contains("AlwaysThere", StringComparison.Ordinal) && said.Contains("Quiet", StringComparison.Ordinal));
        await TellAsync();
        Assert.Equal(["AlwaysThere", "Quiet"], await OpenAsync());

        // Its Alertmanager has forgotten it; its Prometheus has not.
        await estate.Own.PostAsync(DateTimeOffset.UtcNow.AddSeconds(-1), quiet);
        await SettleAsync();
        Assert.Equal(["AlwaysThere", "Quiet"], await OpenAsync());
        await estate.Prometheus.KillAsync();
        await SettleAsync();
        Assert.Equal(["AlwaysThere", "Quiet"], await OpenAsync());
        await estate.Own.KillAsync();
        await SettleAsync();
        Assert.Equal(["AlwaysThere", "Quiet"], await OpenAsync());

        Assert.Equal("raised", Assert.Single(_receiver.Received).Text("event"));
        using var shown = await script.GetAsync("/api/v1/portal-alerts", Token);
        Assert.DoesNotContain("AlwaysThere", await shown.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        // Nobody is told any more, and nothing is kept.
        await DeleteAsync(script, channel);
        await Portal.SweepMembersAsync();
        Assert.Empty(await OpenAsync());
    }

    public void Dispose() => _receiver.Dispose();

    private static Dictionary<string, string> Alert(string name, string cluster, string severity, string replica) =>
        new() { ["alertname"] = name, ["cluster"] = cluster, ["severity"] = severity, ["prometheus_replica"] = replica, ["namespace"] = "payments" };

    private static object Matcher(string name, string value) => new { name, value, isRegex = true, isEqual = true };

    private static bool IsOfShared(JsonElement message) => message.Text("title").Contains("PodCrashLooping", StringComparison.Ordinal);

    private static async Task UntilAsync(Func<Task<bool>> isThere)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        while (!await isThere())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
        }
    }

    private async Task<string> CreateAsync(HttpClient script, string name, params object[] matchers) =>
        (await (await script.PostAsJsonAsync(
            "/api/v1/notification-channels", new { name, kind = "Webhook", url = _receiver.Address, hears = "Clusters", matchers }, Token)).ReadAsync(HttpStatusCode.Created)).Text("id");

    private static async Task DeleteAsync(HttpClient script, string channel)
    {
        using var deleted = await script.DeleteAsync($"/api/v1/notification-channels/{channel}", Token);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    private async Task TellAsync()
    {
        await Portal.SweepMembersAsync();
        Portal.Clock.Advance(TimeSpan.FromSeconds(65));
        await Portal.SendAsync();
    }

    private async Task SettleAsync()
    {
        for (var round = 0; round < 3; round++)
        {
            await Portal.SweepMembersAsync();
            Portal.Clock.Advance(TimeSpan.FromMinutes(5));
            await Portal.SendAsync();
        }
    }

    private async Task<List<string>> OpenAsync()
    {
        await using var db = await Portal.OpenAsync();
        return await db.PortalAlerts.Where(alert => alert.Kind == PortalAlertKind.MemberAlert && alert.EndedAt == null).Select(alert => alert.SubjectName).Order().ToListAsync(Token);
    }
}

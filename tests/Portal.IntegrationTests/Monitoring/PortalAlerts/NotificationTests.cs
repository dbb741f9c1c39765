using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.IntegrationTests.Api;

namespace Portal.IntegrationTests.Monitoring.PortalAlerts;

/// <summary>Alerts reach a real receiver once, in as few messages as can be, and no secret is told.</summary>
public sealed class NotificationTests(AlertingEstate estate) : IClassFixture<AlertingEstate>, IDisposable
{
    private const string Secret = "a-secret-of-the-address";

    private readonly MessageReceiver _receiver = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fleet_ThatIsGone_IsOneMessage_AndOneWhenItIsBack_WhicheverWorkerSends()
    {
        using var script = await estate.Portal.Host.ScriptAsync(PortalRole.Operator);
        var channel = await CreateAsync(script, "fleet");
        var clusters = new List<Guid>();
        for (var index = 0; index < 5; index++)
        {
            clusters.Add(await estate.JoinAsync($"gone-{index}"));
            await estate.SetStateAsync(clusters[^1], ClusterState.Unreachable, "It did not answer in time.");
        }

        await estate.SettleAsync();
        await estate.SendAsync();
        Assert.Empty(_receiver.Received);
        estate.Clock.Advance(TimeSpan.FromSeconds(20));
        await Task.WhenAll(estate.SendAsync(), estate.SendAsync(), estate.SendAsync());
        await estate.SendAsync();

        var raised = Assert.Single(_receiver.Received);
        Assert.Equal(("raised", "[Critical] 5 alerts: Cluster unreachable 5", 5), (raised.Text("event"), raised.Text("title"), raised.GetProperty("count").GetInt32()));

        foreach (var cluster in clusters)
        {
            await estate.SetStateAsync(cluster, ClusterState.Healthy);
        }

        await estate.SettleAsync();
        estate.Clock.Advance(TimeSpan.FromMinutes(2));
        await estate.SendAsync();
        await estate.SendAsync();
        Assert.Equal(["raised", "ended"], _receiver.Received.Select(message => message.Text("event")));
        var history = await script.GetAsync($"/api/v1/notification-channels/{channel}/messages", HttpStatusCode.OK);
        Assert.Equal(["Sent", "Sent"], history.GetProperty("items").EnumerateArray().Select(message => message.Text("state")));
        await DeleteAsync(script, channel);
    }

    [Fact]
    public async Task Receiver_ThatFails_IsTriedAgainWithTheSameId_AndNothingSecretIsTold()
    {
        using var script = await estate.Portal.Host.ScriptAsync(PortalRole.Operator);
        var channel = await CreateAsync(script, "failing");
        _receiver.Answer = HttpStatusCode.InternalServerError;
        var cluster = await estate.JoinAsync("alone");
        await estate.SetStateAsync(cluster, ClusterState.Unreachable, "It did not answer in time.");
        await estate.SettleAsync();
        estate.Clock.Advance(TimeSpan.FromSeconds(20));
        await estate.SendAsync();
        await estate.SendAsync();
        Assert.Single(_receiver.Received);

        _receiver.Answer = HttpStatusCode.OK;
        estate.Clock.Advance(TimeSpan.FromSeconds(11));
        await estate.SendAsync();
        Assert.Equal(2, _receiver.Received.Count);
        Assert.Single(_receiver.Received.Select(message => message.Text("id")).Distinct());

        var shown = (await script.GetAsync($"/api/v1/notification-channels/{channel}", HttpStatusCode.OK)).GetRawText()
            + (await script.GetAsync($"/api/v1/notification-channels/{channel}/messages", HttpStatusCode.OK)).GetRawText();
        Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
        await using var db = await estate.OpenAsync();
        var rows = await db.Database.SqlQuery<string>($"SELECT c::text AS \"Value\" FROM notification_channels c UNION ALL SELECT m::text FROM notification_messages m").ToListAsync(Token);
        Assert.DoesNotContain(rows, row => row.Contains(Secret, StringComparison.Ordinal));
        await estate.SetStateAsync(cluster, ClusterState.Healthy);
        await DeleteAsync(script, channel);
    }

    [Fact]
    public async Task TestMessage_TellsWhatCameOfIt()
    {
        using var script = await estate.Portal.Host.ScriptAsync(PortalRole.Operator);
        var channel = await CreateAsync(script, "tested");
        var address = $"/api/v1/notification-channels/{channel}/test";
        using var refused = await estate.Portal.Viewer.PostAsync(address, null, Token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        Assert.Equal("Sent", (await (await script.PostAsync(address, null, Token)).ReadAsync(HttpStatusCode.OK)).Text("state"));
        Assert.Equal("Test message of channel tested", Assert.Single(_receiver.Received).Text("title"));
        _receiver.Answer = HttpStatusCode.Found;
        var failed = await (await script.PostAsync(address, null, Token)).ReadAsync(HttpStatusCode.OK);
        Assert.Equal("Failed", failed.Text("state"));
        Assert.Equal("It sends on to another address (status 302), which the portal does not follow.", failed.GetProperty("failure").Text("why"));
        await DeleteAsync(script, channel);
    }

    public void Dispose() => _receiver.Dispose();

    private static async Task DeleteAsync(HttpClient script, string channel)
    {
        using var deleted = await script.DeleteAsync($"/api/v1/notification-channels/{channel}", Token);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    private async Task<string> CreateAsync(HttpClient script, string name)
    {
        var made = await (await script.PostAsJsonAsync("/api/v1/notification-channels", new { name, kind = "Webhook", url = $"{_receiver.Address}{Secret}" }, Token)).ReadAsync(HttpStatusCode.Created);
        return made.Text("id");
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Core.Access;
using Portal.IntegrationTests.Api;
using Portal.Testing.Processes;

namespace Portal.IntegrationTests.Monitoring.PortalAlerts;

/// <summary>Messages by mail, in a real conversation with a mail server.</summary>
public sealed class MailTests(AlertingEstate estate) : IClassFixture<AlertingEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_IsTakenByTheServer_AndWhatItRefusesIsTold()
    {
        await using var server = new MailServer(LoopbackPort.Free());
        using var script = await estate.Portal.Host.ScriptAsync(PortalRole.Operator);

        var taken = await SendAsync(script, "on-call", server.Port, "None", "team@example.com");

        Assert.Equal("Sent", taken.Text("state"));
        var mail = Assert.Single(server.Received);
        Assert.Equal(("Test message of channel on-call", "portal@example.com", "team@example.com"), (mail.Subject, mail.From.ToString(), mail.To.ToString()));
        var refused = await SendAsync(script, "nobody", server.Port, "None", "nobody@example.com");
        Assert.Equal("Failed", refused.Text("state"));
        Assert.StartsWith("The mail server refused the mail (550)", refused.GetProperty("failure").Text("why"), StringComparison.Ordinal);
        var plain = await SendAsync(script, "plain", server.Port, "StartTls", "team@example.com");
        Assert.Equal("The mail server does not offer STARTTLS.", plain.GetProperty("failure").Text("why"));
        Assert.Single(server.Received);
    }

    private static async Task<JsonElement> SendAsync(HttpClient script, string name, int port, string security, string to)
    {
        var mail = new { host = "127.0.0.1", port, security, username = "", from = "portal@example.com", to = new[] { to } };
        var made = await (await script.PostAsJsonAsync("/api/v1/notification-channels", new { name, kind = "Email", mail }, Token)).ReadAsync(HttpStatusCode.Created);
        return await (await script.PostAsync($"/api/v1/notification-channels/{made.Text("id")}/test", null, Token)).ReadAsync(HttpStatusCode.OK);
    }
}

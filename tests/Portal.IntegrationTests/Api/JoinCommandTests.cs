using System.Net;
using Portal.Core.Access;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Api;

public sealed class JoinCommandTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Command_Created_ServesItsScriptToItsTokenOnly()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Operator);
        var fleet = await script.PostAsync("/api/v1/fleets", new { name = "by-command" }, HttpStatusCode.Created);
        var command = await script.PostAsync(
            "/api/v1/join/commands", new { name = "member1", fleetId = fleet.Text("id"), kind = "Edge" }, HttpStatusCode.Created);
        var token = command.Text("command").Split("Bearer ")[1].Split('\'')[0];
        Assert.Contains(fixture.Host.Address.Authority, command.Text("command"));

        using var shell = fixture.Host.Script(token);
        Assert.StartsWith("#!/bin/sh", await shell.GetStringAsync("/join/script", Stop));
        using var nobody = fixture.Host.Browser();
        await nobody.GetAsync("/join/script", HttpStatusCode.Unauthorized);
        using var guesser = fixture.Host.Script("0123456789");
        var problem = await guesser.GetAsync("/join/script", HttpStatusCode.NotFound);
        Assert.DoesNotContain("0123456789", problem.GetRawText());
        await shell.GetAsync("/api/v1/me", HttpStatusCode.Unauthorized);
    }

    [Fact]
    [Trait("Attack", "brute-force")]
    public async Task Calls_TooMany_AreTurnedAway()
    {
        await using var host = await PortalHost.StartAsync(
            fixture.Database.ConnectionString, new Dictionary<string, string?> { ["Join:PerAddressPerMinute"] = "3" });
        using var guesser = host.Script("guess");
        for (var call = 0; call < 3; call++)
        {
            await guesser.GetAsync("/join/script", HttpStatusCode.NotFound);
        }

        var problem = await guesser.PostAsync(
            "/join/complete", new { apiServer = "https://x", certificateAuthority = "", token = "t" }, HttpStatusCode.TooManyRequests);

        Assert.NotEmpty(problem.Text("remedy"));
    }
}

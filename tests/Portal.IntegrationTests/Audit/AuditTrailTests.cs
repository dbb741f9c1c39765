using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Core.Access;
using Portal.IntegrationTests.Api;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Audit;

/// <summary>What an auditor reads after somebody has done something.</summary>
public sealed class AuditTrailTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PortalHost Host => fixture.Host;

    [Fact]
    public async Task Change_IsRecordedWithWhoAndFromWhereAndWhatDiffers()
    {
        using var script = await Host.ScriptAsync(PortalRole.Operator, "ada");
        using var created = await script.PostAsJsonAsync("/api/v1/fleets", new { name = "audited", description = "One" }, Stop);
        var path = created.Headers.Location!.OriginalString;
        using var read = await script.GetAsync(path, Stop);
        using var put = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(new { name = "audited", description = "Two" }) };
        put.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.Tag);
        using var changed = await script.SendAsync(put, Stop);
        using var deleted = await script.DeleteAsync(path, Stop);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);

        var acts = await FindAsync($"objectId={path.Split('/')[^1]}");

        Assert.Equal(["Removed", "Changed", "Created"], acts.Select(act => act.Text("act")));
        Assert.All(acts, act =>
        {
            Assert.Equal(("ada", "fleets", "audited", "ManageFleets", "Done"), (act.Text("actorName"), act.Text("kind"), act.Text("objectName"), act.Text("permission"), act.Text("outcome")));
            Assert.True(IPAddress.IsLoopback(IPAddress.Parse(act.Text("address"))));
            Assert.NotEqual(Guid.Empty, act.GetProperty("tokenId").GetGuid());
        });
        Assert.Equal("""{"description":"One"}""", acts[1].GetProperty("old").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("""{"description":"Two"}""", acts[1].GetProperty("new").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("Two", acts[0].GetProperty("old").Text("description"));
        Assert.Equal(JsonValueKind.Null, acts[0].GetProperty("new").ValueKind);
    }

    [Fact]
    public async Task ActThatFails_LeavesNothingBehind()
    {
        using var script = await Host.ScriptAsync(PortalRole.Operator, "bea");
        await script.PostAsync("/api/v1/fleets", new { name = "taken" }, HttpStatusCode.Created);
        await script.PostAsync("/api/v1/fleets", new { name = "taken" }, HttpStatusCode.Conflict);

        Assert.Single(await FindAsync("actor=bea&kind=fleets"));
    }

    [Fact]
    public async Task Refusal_IsRecordedWithWhatWasTried()
    {
        using var script = await Host.ScriptAsync(PortalRole.Viewer, "cleo");
        await script.PostAsync("/api/v1/fleets", new { name = "never" }, HttpStatusCode.Forbidden);

        var act = Assert.Single(await FindAsync("actor=cleo&outcome=Refused"));
        Assert.Equal(("Tried", "POST /api/v1/fleets"), (act.Text("act"), act.Text("objectName")));
    }

    [Fact]
    [Trait("Attack", "3")]
    public async Task SignIns_AreRecordedWithoutWhatWasTyped()
    {
        const string Typed = "hunter2 in the wrong field";
        using var browser = Host.Browser();
        using var unknown = await PortalHost.PostSignInAsync(browser, Typed, "whatever it is");
        using var wrong = await PortalHost.PostSignInAsync(browser, "admin", "not the password");
        using var right = await PortalHost.PostSignInAsync(browser, "admin", PortalHost.AdminPassword);

        var acts = await FindAsync("kind=session&act=SignedIn");

        Assert.Equal([("admin", "Done"), ("admin", "Refused"), ("", "Refused")], acts.Take(3).Select(act => (act.Text("actorName"), act.Text("outcome"))));
        Assert.DoesNotContain("hunter2", string.Join('\n', acts), StringComparison.Ordinal);
        Assert.DoesNotContain("not the password", string.Join('\n', acts), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "3")]
    public async Task Secrets_AreMarksThatTellOnlyThatTheyChanged()
    {
        using var admin = await Host.ScriptAsync(PortalRole.Admin, "dora");
        var created = await admin.PostAsync("/api/v1/users", new { name = "newcomer", role = "Viewer" }, HttpStatusCode.Created);
        var password = created.Text("password");

        var act = Assert.Single(await FindAsync("actor=dora&kind=users&act=Created"));

        Assert.Matches("^[0-9a-f]{12}$", act.GetProperty("new").GetProperty("password_hash").Text("secret"));
        using var all = await admin.GetAsync("/api/v1/audit/export", Stop);
        Assert.DoesNotContain(password, await all.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_IsWholeHarmlessAndRecorded()
    {
        using var admin = await Host.ScriptAsync(PortalRole.Admin, "fay");
        await admin.PostAsync("/api/v1/tokens", new { name = "=evil(1)", daysValid = 1 }, HttpStatusCode.Created);

        using var lines = await admin.GetAsync("/api/v1/audit/export?search=evil", Stop);
        using var csv = await admin.GetAsync("/api/v1/audit/export?format=csv&search=evil", Stop);

        var line = Assert.Single((await lines.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("=evil(1)", JsonDocument.Parse(line).RootElement.Text("objectName"));
        Assert.Equal("application/jsonl", lines.Content.Headers.ContentType?.MediaType);
        var rows = (await csv.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, rows.Length);
        Assert.Contains(",'=evil(1),", rows[1], StringComparison.Ordinal);
        Assert.Equal(2, (await FindAsync("actor=fay&act=Exported")).Count);
    }

    [Fact]
    public async Task Pages_FollowOneAnother()
    {
        using var script = await Host.ScriptAsync(PortalRole.Operator, "erin");
        for (var i = 0; i < 5; i++)
        {
            await script.PostAsync("/api/v1/fleets", new { name = $"paged-{i}" }, HttpStatusCode.Created);
        }

        using var admin = await Host.ScriptAsync(PortalRole.Admin);
        var names = new List<string>();
        string? after = null;
        do
        {
            var page = await admin.GetAsync($"/api/v1/audit?actor=erin&kind=fleets&take=2{(after is null ? "" : $"&after={after}")}", HttpStatusCode.OK);
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(act => act.Text("objectName")));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal(["paged-4", "paged-3", "paged-2", "paged-1", "paged-0"], names);
    }

    private async Task<IReadOnlyList<JsonElement>> FindAsync(string query)
    {
        using var admin = await Host.ScriptAsync(PortalRole.Admin);
        return [.. (await admin.GetAsync($"/api/v1/audit?take=200&{query}", HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];
    }
}

using System.Net;
using Portal.Core.Access;
using Portal.IntegrationTests.Api;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Monitoring.Boards;

/// <summary>Boards by the API: whose they are, who sees them, and who was faster.</summary>
public sealed class BoardTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private const string Boards = "/api/v1/boards";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PersonalBoard_IsSeenByItsOwnerAlone()
    {
        using var owner = await fixture.Host.ScriptAsync(PortalRole.Viewer);
        using var admin = await fixture.Host.ScriptAsync(PortalRole.Admin);
        var made = await owner.PostAsync(Boards, Board("Mine alone"), HttpStatusCode.Created);
        var address = $"{Boards}/{made.Text("id")}";

        Assert.True(made.GetProperty("isMine").GetBoolean());
        Assert.Equal("sum(up{cluster=~\"$cluster\"})", (await owner.GetAsync(address, HttpStatusCode.OK)).GetProperty("document").GetProperty("panels")[0].GetProperty("queries")[0].Text("expression"));
        Assert.Equal("Mine alone", Assert.Single((await owner.GetAsync($"{Boards}?search=ALONE&take=1", HttpStatusCode.OK)).GetProperty("items").EnumerateArray()).Text("name"));
        await admin.GetAsync(address, HttpStatusCode.NotFound);
        await admin.GetAsync($"{address}/export", HttpStatusCode.NotFound);
        Assert.Equal(0, (await admin.GetAsync($"{Boards}?search=alone", HttpStatusCode.OK)).GetProperty("total").GetInt32());
        using var refused = await admin.DeleteAsync(address, Token);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using var deleted = await owner.DeleteAsync(address, Token);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Fact]
    public async Task SharedBoard_IsMadeAndChangedByOperators_AndSeenByAll()
    {
        using var viewer = await fixture.Host.ScriptAsync(PortalRole.Viewer);
        using var owner = await fixture.Host.ScriptAsync(PortalRole.Operator);
        using var other = await fixture.Host.ScriptAsync(PortalRole.Operator);
        await viewer.PostAsync(Boards, Board("Not mine to share", "Organisation"), HttpStatusCode.Forbidden);
        var made = await owner.PostAsync(Boards, Board("Shared", "Organisation"), HttpStatusCode.Created);
        var address = $"{Boards}/{made.Text("id")}";
        var version = made.GetProperty("version").GetUInt32();

        Assert.False((await viewer.GetAsync(address, HttpStatusCode.OK)).GetProperty("mayChange").GetBoolean());
        await PutAsync(viewer, address, Board("Taken", "Organisation", version), HttpStatusCode.Forbidden);
        // Another operator may change what is on it, and may not hide it from all.
        await PutAsync(other, address, Board("Hidden", "Personal", version), HttpStatusCode.Forbidden);
        Assert.Equal("Changed", (await PutAsync(other, address, Board("Changed", "Organisation", version), HttpStatusCode.OK)).Text("name"));
        using var file = await viewer.GetAsync($"{address}/export", Token);
        Assert.Equal("Changed.json", file.Content.Headers.ContentDisposition?.FileName);
        var copy = await viewer.PostAsync(Boards, await file.ReadAsync(HttpStatusCode.OK), HttpStatusCode.Created);
        Assert.Equal(("Changed", "Personal"), (copy.Text("name"), copy.Text("visibility")));
    }

    [Fact]
    public async Task StaleSave_IsRefused_WithWhoChangedItAndWhen()
    {
        using var owner = await fixture.Host.ScriptAsync(PortalRole.Operator);
        using var faster = await fixture.Host.ScriptAsync(PortalRole.Operator, "faster");
        var made = await owner.PostAsync(Boards, Board("Contended", "Organisation"), HttpStatusCode.Created);
        var (address, version) = ($"{Boards}/{made.Text("id")}", made.GetProperty("version").GetUInt32());
        var changed = await PutAsync(faster, address, Board("First", "Organisation", version), HttpStatusCode.OK);

        var refused = await PutAsync(owner, address, Board("Second", "Organisation", version), HttpStatusCode.Conflict);

        Assert.StartsWith("faster changed it at ", refused.Text("detail"), StringComparison.Ordinal);
        Assert.Contains(changed.GetProperty("updatedAt").GetDateTimeOffset().UtcDateTime.ToString("u"), refused.Text("detail"), StringComparison.Ordinal);
        Assert.Equal("First", (await owner.GetAsync(address, HttpStatusCode.OK)).Text("name"));
        await PutAsync(owner, address, Board("Without a version", "Organisation"), HttpStatusCode.Conflict);
        await PutAsync(owner, address, Board("Second", "Organisation", changed.GetProperty("version").GetUInt32()), HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("sum(", "In panel Up: The expression cannot be read at character 5")]
    [InlineData("up{a=\"$nobody\"}", "The board has no variable $nobody.")]
    public async Task Expression_ThatCannotBeAsked_IsRefusedWithItsPanel(string expression, string why)
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Viewer);
        var refused = await script.PostAsync(Boards, Board("Wrong", expression: expression), HttpStatusCode.UnprocessableEntity);
        Assert.Contains(why, refused.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DashboardOfGrafana_IsShownFirst_AndMadeByPostingWhatWasShown()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Viewer);
        var dashboard = new
        {
            title = "From Grafana",
            panels = new object[]
            {
                new { type = "stat", title = "Up", gridPos = new { x = 0, y = 0, w = 6, h = 4 }, targets = new[] { new { expr = "sum(up)" } } },
                new { type = "heatmap", title = "Heat", targets = new[] { new { expr = "up" } } },
            },
        };
        var shown = await script.PostAsync($"{Boards}/import/grafana", dashboard, HttpStatusCode.OK);

        var note = Assert.Single(shown.GetProperty("notes").EnumerateArray());
        Assert.Equal(("LeftOut", "Heat"), (note.Text("outcome"), note.Text("subject")));
        Assert.Equal(0, (await script.GetAsync($"{Boards}?search=From Grafana", HttpStatusCode.OK)).GetProperty("total").GetInt32());
        var made = await script.PostAsync(Boards, new { name = shown.Text("name"), visibility = "Personal", document = shown.GetProperty("document") }, HttpStatusCode.Created);
        Assert.Equal(1, made.GetProperty("document").GetProperty("panels").GetArrayLength());
    }

    [Fact]
    public async Task TooMuch_IsRefused()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Viewer);
        var many = Enumerable.Range(1, 61).Select(id => Panel(id, "up")).ToArray();
        var refused = await script.PostAsync(Boards, new { name = "Many", visibility = "Personal", document = new { panels = many, variables = Array.Empty<object>() } }, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("at most 60 panels", refused.Text("detail"), StringComparison.Ordinal);
        var wide = new { id = 1, kind = "Stat", title = "", x = 20, y = 0, width = 10, height = 4, queries = Array.Empty<object>() };
        refused = await script.PostAsync(Boards, new { name = "Wide", visibility = "Personal", document = new { panels = new[] { wide }, variables = Array.Empty<object>() } }, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("within 24 columns", refused.Text("detail"), StringComparison.Ordinal);
    }

    private static async Task<System.Text.Json.JsonElement> PutAsync(HttpClient client, string address, object body, HttpStatusCode expected)
    {
        using var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PutAsJsonAsync(client, address, body, Token);
        return await answer.ReadAsync(expected);
    }

    private static object Board(string name, string visibility = "Personal", uint? version = null, string expression = "sum(up{cluster=~\"$cluster\"})") => new
    {
        name,
        visibility,
        version,
        document = new
        {
            panels = new[] { Panel(1, expression) },
            variables = new[] { new { name = "cluster", kind = "Label", label = "cluster" } },
        },
    };

    private static object Panel(int id, string expression) => new { id, kind = "TimeSeries", title = "Up", x = 0, y = 8 * (id - 1), width = 12, height = 8, queries = new[] { new { expression } } };
}

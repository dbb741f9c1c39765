using System.Net;
using System.Net.Http.Json;
using Portal.Core.Access;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Api;

public sealed class FleetsApiTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fleet_Life_CreateReadUpdateDelete()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Operator);
        using var created = await script.PostAsJsonAsync("/api/v1/fleets", new { name = "blue" }, Stop);
        var fleet = await created.ReadAsync(HttpStatusCode.Created);
        var path = created.Headers.Location!.OriginalString;
        Assert.Equal($"/api/v1/fleets/{fleet.Text("id")}", path);

        using var read = await script.GetAsync(path, Stop);
        using var changed = await PutAsync(script, path, new { name = "navy", description = "Dark" }, read.Headers.ETag!.Tag);
        Assert.Equal("navy", (await changed.ReadAsync(HttpStatusCode.OK)).Text("name"));
        Assert.NotEqual(read.Headers.ETag, changed.Headers.ETag);

        using var deleted = await script.DeleteAsync(path, Stop);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await script.GetAsync(path, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Update_WithoutOrWithOldVersion_IsRefused()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Operator);
        using var created = await script.PostAsJsonAsync("/api/v1/fleets", new { name = "versioned" }, Stop);
        var path = created.Headers.Location!.OriginalString;

        using var without = await PutAsync(script, path, new { name = "versioned" }, null);
        using var old = await PutAsync(script, path, new { name = "versioned" }, "\"1\"");

        await without.ReadAsync((HttpStatusCode)428);
        Assert.Contains("Read it again", (await old.ReadAsync(HttpStatusCode.PreconditionFailed)).Text("remedy"));
    }

    [Fact]
    public async Task Create_WrongName_NamesTheFieldAndTheRemedy()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Operator);

        var problem = await script.PostAsync("/api/v1/fleets", new { name = "Not A Name" }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal("name", problem.Text("field"));
        Assert.NotEmpty(problem.Text("title"));
        Assert.Contains("lower-case", problem.Text("detail"));
        Assert.NotEmpty(problem.Text("remedy"));
        Assert.Matches("^[0-9a-f]{32}$", problem.Text("reference"));
        Assert.Equal(422, problem.GetProperty("status").GetInt32());
        Assert.Equal("/api/v1/fleets", problem.Text("instance"));
    }

    [Fact]
    public async Task Create_UnknownMember_IsRefusedByName()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Operator);

        var problem = await script.PostAsync(
            "/api/v1/fleets", new { name = "mass", createdBy = "somebody else" }, HttpStatusCode.BadRequest);

        Assert.Equal("createdBy", problem.Text("field"));
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string path, object body, string? ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request, Stop);
    }
}

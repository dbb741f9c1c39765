using System.Net;
using System.Net.Http.Json;
using Portal.Core.Access;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Api;

public sealed class IdempotencyTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_SameKeyTwice_TakesEffectOnceAndIsAnsweredTheSame()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Operator);

        using var first = await SendAsync(script, "a", new { name = "once" });
        using var second = await SendAsync(script, "a", new { name = "once" });

        var made = await first.ReadAsync(HttpStatusCode.Created);
        var replayed = await second.ReadAsync(HttpStatusCode.Created);
        Assert.Equal(made.GetRawText(), replayed.GetRawText());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task Post_SameKeyAtOnce_TakesEffectOnce()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Operator);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(script, "race", new { name = "raced" })));

        Assert.All(answers, answer => Assert.True(
            answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, answer.StatusCode.ToString()));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created && !answer.Headers.Contains("Idempotency-Replayed"));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Post_SameKeyOtherBody_IsRefused()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Operator);
        using var first = await SendAsync(script, "b", new { name = "first-body" });

        using var second = await SendAsync(script, "b", new { name = "second-body" });

        var problem = await second.ReadAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Idempotency-Key", problem.Text("field"));
    }

    [Fact]
    public async Task Post_SameKeyOfAnotherPerson_IsAnotherKey()
    {
        using var one = await fixture.Host.ScriptAsync(PortalRole.Operator);
        using var other = await fixture.Host.ScriptAsync(PortalRole.Operator);
        using var first = await SendAsync(one, "c", new { name = "of-one" });

        using var second = await SendAsync(other, "c", new { name = "of-other" });

        await second.ReadAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Post_RefusedThenMended_MayUseTheKeyAgain()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Operator);
        using var refused = await SendAsync(script, "d", new { name = "Not A Name" });
        await refused.ReadAsync(HttpStatusCode.UnprocessableEntity);

        using var mended = await SendAsync(script, "d", new { name = "a-name" });

        await mended.ReadAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Post_AnswerWithSecret_IsNeverKept()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Viewer);
        using var first = await SendAsync(script, "secret", new { name = "kept", daysValid = 1 }, "/api/v1/tokens");
        var token = (await first.ReadAsync(HttpStatusCode.Created)).Text("token");

        using var second = await SendAsync(script, "secret", new { name = "kept", daysValid = 1 }, "/api/v1/tokens");

        var problem = await second.ReadAsync(HttpStatusCode.Conflict);
        Assert.DoesNotContain(token, problem.GetRawText());
        await using var command = fixture.Database.DataSource.CreateCommand(
            "SELECT count(*) FROM idempotency_records WHERE idempotency_records::text LIKE '%' || $1 || '%'");
        command.Parameters.Add(new() { Value = token });
        Assert.Equal(0L, await command.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task Post_MalformedKey_IsRefused()
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Operator);

        using var answer = await SendAsync(script, new string('x', 129), new { name = "no-key" });

        await answer.ReadAsync(HttpStatusCode.BadRequest);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string key, object body, string path = "/api/v1/fleets")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Stop);
    }
}

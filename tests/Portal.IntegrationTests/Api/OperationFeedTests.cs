using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Testing.Web;
using Portal.Web.Operations;

namespace Portal.IntegrationTests.Api;

public sealed class OperationFeedTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_RunningOperation_TellsChangesAndLinesAndEndsWithIt()
    {
        var id = await StartAsync();
        using var script = await fixture.Host.ScriptAsync(PortalRole.Viewer);
        using var answer = await script.GetAsync($"/api/v1/operations/{id}/events", HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await using var items = ReadAsync(answer).GetAsyncEnumerator(Stop);

        Assert.True(await items.MoveNextAsync());
        Assert.Equal("operation", items.Current.EventType);
        Assert.Equal("Queued", items.Current.Data.GetProperty("summary").Text("state"));

        await LogAsync(id, "one step forward");
        var line = await NextAsync(items, "log");
        Assert.Equal("one step forward", line.Data.Text("text"));
        Assert.NotEmpty(line.EventId!);

        await SetStateAsync(id, OperationState.Cancelled);
        var end = await NextAsync(items, "operation", item => item.Data.GetProperty("summary").Text("state") == "Cancelled");
        Assert.Equal("Cancelled", end.Data.GetProperty("summary").Text("state"));
        while (await items.MoveNextAsync())
        {
        }
    }

    [Fact]
    public async Task Stream_Resumed_BeginsAfterTheLastLine()
    {
        var id = await StartAsync();
        await LogAsync(id, "first");
        await LogAsync(id, "second");
        await SetStateAsync(id, OperationState.Cancelled);
        using var script = await fixture.Host.ScriptAsync(PortalRole.Viewer);
        var lines = await LinesAsync(script, id, null);
        Assert.Equal(["first", "second"], lines.Select(item => item.Data.Text("text")));

        var rest = await LinesAsync(script, id, lines[0].EventId);

        Assert.Equal(["second"], rest.Select(item => item.Data.Text("text")));
    }

    [Fact]
    public async Task Log_Downloaded_IsWholeInBothForms()
    {
        var id = await StartAsync();
        await LogAsync(id, "first");
        await LogAsync(id, "second");
        using var script = await fixture.Host.ScriptAsync(PortalRole.Viewer);

        using var text = await script.GetAsync($"/api/v1/operations/{id}/log/download", Stop);
        var json = await script.GetStringAsync($"/api/v1/operations/{id}/log/download?format=jsonl", Stop);

        Assert.Equal($"operation-{id}.log", text.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal(2, (await text.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("second", JsonDocument.Parse(json.Split('\n')[1]).RootElement.Text("text"));
        await script.GetAsync($"/api/v1/operations/{id}/log/download?format=doc", HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Stream_BrokenOffWhileNothingHappens_IsLetGoOf()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var services = fixture.Host.Services;
        await using var scope = services.CreateAsyncScope();
        var feed = new OperationFeed(scope.ServiceProvider.GetRequiredService<IOperations>(), services.GetRequiredService<EventStream>(), new PortalItself(), clock);
        var items = feed.ReadAsync(await StartAsync(), 0, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await items.MoveNextAsync());

        // That it was begun may be told once more before nothing happens.
        while (items.Current.EventType != "ping")
        {
            var next = items.MoveNextAsync().AsTask();
            while (!next.IsCompleted)
            {
                clock.Advance(TimeSpan.FromSeconds(15));
                await Task.Delay(10, Stop);
            }

            Assert.True(await next);
        }

        await items.DisposeAsync();
    }

    private static async Task<List<SseItem<JsonElement>>> LinesAsync(HttpClient script, Guid id, string? after)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/operations/{id}/events");
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", after);
        }

        using var answer = await script.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        var lines = new List<SseItem<JsonElement>>();
        await foreach (var item in ReadAsync(answer))
        {
            if (item.EventType == "log")
            {
                lines.Add(item);
            }
        }

        return lines;
    }

    private static async IAsyncEnumerable<SseItem<JsonElement>> ReadAsync(HttpResponseMessage answer)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(Stop);
        var parser = SseParser.Create(stream, (_, bytes) => JsonDocument.Parse(bytes.ToArray()).RootElement);
        await foreach (var item in parser.EnumerateAsync(Stop))
        {
            yield return item;
        }
    }

    private static async Task<SseItem<JsonElement>> NextAsync(
        IAsyncEnumerator<SseItem<JsonElement>> items, string type, Func<SseItem<JsonElement>, bool>? wanted = null)
    {
        while (await items.MoveNextAsync())
        {
            if (items.Current.EventType == type && wanted?.Invoke(items.Current) != false)
            {
                return items.Current;
            }
        }

        throw new InvalidOperationException($"The stream ended without '{type}'.");
    }

    private async Task<Guid> StartAsync()
    {
        await using var db = await fixture.Database.Contexts.CreateDbContextAsync(Stop);
        var plan = new OperationPlan(
            OperationKinds.LeaveCluster, Guid.CreateVersion7(), "member1", null,
            [new StepPlan(StepNames.StopUsing, TimeSpan.FromMinutes(1))], TimeSpan.FromMinutes(5));
        var operation = fixture.Host.Services.GetRequiredService<OperationWriter>().Add(db, plan, Actor.Portal);
        await db.SaveChangesAsync(Stop);
        return operation.Id;
    }

    private async Task LogAsync(Guid id, string text)
    {
        await using var db = await fixture.Database.Contexts.CreateDbContextAsync(Stop);
        db.OperationLog.Add(new OperationLogLine { OperationId = id, At = DateTimeOffset.UtcNow, Level = LineLevel.Info, Text = text });
        await db.SaveChangesAsync(Stop);
    }

    private async Task SetStateAsync(Guid id, OperationState state)
    {
        await using var db = await fixture.Database.Contexts.CreateDbContextAsync(Stop);
        await db.Operations.Where(operation => operation.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(operation => operation.State, state), Stop);
    }

    private sealed class PortalItself : IActorSource
    {
        public Task<Actor> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Actor.Portal);
    }
}

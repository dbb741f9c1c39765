using Microsoft.Extensions.Time.Testing;
using Portal.Jobs.Clusters.Health;

namespace Portal.Jobs.Tests.Clusters;

public sealed class HealthPlacesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hold_WorkHangs_GivesThePlaceToTheNextAfterAMoment()
    {
        using var places = new HealthPlaces(1, Patience, _clock);
        var hanging = new TaskCompletionSource();
        await places.TakeAsync(Token);
        var held = places.HoldAsync(hanging.Task);
        var next = places.TakeAsync(Token);
        Assert.False(next.IsCompleted);

        _clock.Advance(Patience);

        await next.WaitAsync(Token);
        Assert.False(held.IsCompleted);
        hanging.SetResult();
        await held.WaitAsync(Token);
    }

    [Fact]
    public async Task Hold_WorkEnds_FreesThePlaceOnce()
    {
        using var places = new HealthPlaces(1, Patience, _clock);
        for (var round = 0; round < 3; round++)
        {
            await places.TakeAsync(Token);
            await places.HoldAsync(Task.CompletedTask);
        }

        await places.TakeAsync(Token);
        Assert.False(places.TakeAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Hold_RoomOutsideIsFull_KeepsThePlaceUntilSomebodyLeaves()
    {
        using var places = new HealthPlaces(1, Patience, _clock);
        List<TaskCompletionSource> hanging = [];
        for (var index = 0; index < 5; index++)
        {
            await places.TakeAsync(Token);
            hanging.Add(new TaskCompletionSource());
            _ = places.HoldAsync(hanging[^1].Task);
            _clock.Advance(Patience);
        }

        var next = places.TakeAsync(Token);
        Assert.False(next.IsCompleted);

        hanging[0].SetResult();

        await next.WaitAsync(Token);
    }
}

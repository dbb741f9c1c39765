namespace Portal.Jobs.Clusters.Health;

/// <summary>
/// The places of one lane. Who has waited longer than a moment for a cluster gives its place to the next and goes on waiting
/// outside, where there is room for several times as many: a cluster that hangs costs the others that moment, and not its
/// whole time-out. The room outside is bounded, so that a worker that is short of processor does not take on ever more.
/// </summary>
internal sealed class HealthPlaces(int places, TimeSpan patience, TimeProvider clock) : IDisposable
{
    private const int RoomOutside = 4;

    private readonly SemaphoreSlim _free = new(places);
    private readonly SemaphoreSlim _outside = new(places * RoomOutside);

    public Task TakeAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    /// <summary>Ends with <paramref name="work"/>, which must not throw. Frees the place that was taken for it, once.</summary>
    public async Task HoldAsync(Task work)
    {
        var steppedOut = false;
        try
        {
            using var ended = new CancellationTokenSource();
            if (await Task.WhenAny(work, Task.Delay(patience, clock, ended.Token)) != work)
            {
                steppedOut = await StepOutAsync(work);
            }

            await ended.CancelAsync();
            await work;
        }
        finally
        {
            (steppedOut ? _outside : _free).Release();
        }
    }

    public void Dispose()
    {
        _free.Dispose();
        _outside.Dispose();
    }

    private async Task<bool> StepOutAsync(Task work)
    {
        using var ended = new CancellationTokenSource();
        var room = _outside.WaitAsync(ended.Token);
        if (await Task.WhenAny(room, work) != room)
        {
            // It ended while it waited for room: it may have got it in the same moment.
            await ended.CancelAsync();
            await room.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!room.IsCompletedSuccessfully)
            {
                return false;
            }
        }

        _free.Release();
        return true;
    }
}

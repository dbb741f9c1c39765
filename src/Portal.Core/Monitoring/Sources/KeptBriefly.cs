namespace Portal.Core.Monitoring.Sources;

/// <summary>Something of the database that each question needs, read at once by one of those who ask, and kept for some seconds.</summary>
internal sealed class KeptBriefly<T>(TimeProvider time) : IDisposable
    where T : class
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1);
    private Kept? _kept;

    public async Task<T> ReadAsync(Func<CancellationToken, Task<T>> load, CancellationToken cancellationToken)
    {
        if (FreshOne() is { } fresh)
        {
            return fresh;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (FreshOne() is { } read)
            {
                return read;
            }

            var loaded = await load(cancellationToken);
            Volatile.Write(ref _kept, new Kept(loaded, time.GetTimestamp()));
            return loaded;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>What was changed in this process counts at once.</summary>
    public void Forget() => Volatile.Write(ref _kept, null);

    public void Dispose() => _gate.Dispose();

    private T? FreshOne() => Volatile.Read(ref _kept) is { } kept && time.GetElapsedTime(kept.ReadAt) < Fresh ? kept.Value : null;

    private sealed record Kept(T Value, long ReadAt);
}

using System.Threading.Channels;
using NpgsqlTypes;
using Portal.Core.Operations;
using Portal.Core.Secrets;

namespace Portal.Jobs.Operations;

/// <summary>
/// The log of one run: lines are redacted as they come, kept in a bounded buffer, and stored in batches under the fence.
/// Adding a line never waits; what does not fit is counted, and the count is logged.
/// </summary>
internal sealed class LogWriter : IAsyncDisposable
{
    internal const int BufferLines = 5_000;
    private const int BatchLines = 200;
    private const int LongestLine = 4_096;
    private const int LongestText = 1 << 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private readonly FencedWrites _writes;
    private readonly Redactor _redactor;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Channel<Line> _lines = Channel.CreateBounded<Line>(new BoundedChannelOptions(BufferLines) { SingleReader = true });
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _pump;
    private int _dropped;
    private DateTimeOffset _last;

    public LogWriter(FencedWrites writes, Redactor redactor, TimeProvider clock)
    {
        _writes = writes;
        _redactor = redactor;
        _clock = clock;
        _pump = Task.Run(PumpAsync);
    }

    public void Add(int? step, LineLevel level, string text)
    {
        if (text.Length > LongestText)
        {
            text = $"A text of {text.Length} characters was left out.";
        }

        // One at a time: the redactor follows keys over lines, and times tell lines apart.
        lock (_gate)
        {
            foreach (var line in _redactor.RedactLines(text.Replace('\0', '\uFFFD')))
            {
                var at = _clock.GetUtcNow();
                // PostgreSQL keeps microseconds.
                at = at <= _last ? _last.AddMicroseconds(1) : new DateTimeOffset(at.Ticks - (at.Ticks % 10), TimeSpan.Zero);
                _last = at;
                if (!_lines.Writer.TryWrite(new Line(step, at, level, Cut(line))))
                {
                    _dropped++;
                }
            }
        }
    }

    /// <summary>Forgets an unfinished key or block of the step before.</summary>
    public void BeginStep()
    {
        lock (_gate)
        {
            _redactor.Restart();
        }
    }

    /// <summary>Returns when all that was added before is stored. Throws <see cref="LeaseLostException"/> when it cannot be.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            while (Take() is { Count: > 0 } batch)
            {
                await StoreAsync(batch, cancellationToken);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _pump;
        _closed.Dispose();
        _writing.Dispose();
    }

    private async Task PumpAsync()
    {
        try
        {
            while (await _lines.Reader.WaitToReadAsync(_closed.Token))
            {
                await FlushAsync(_closed.Token);
                await Task.Delay(Interval, _clock, _closed.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Closed, or the lease is lost: nobody may store the rest.
        }
    }

    private List<Line> Take()
    {
        var batch = new List<Line>();
        while (batch.Count < BatchLines && _lines.Reader.TryRead(out var line))
        {
            batch.Add(line);
        }

        lock (_gate)
        {
            if (_dropped > 0 && batch.Count > 0)
            {
                batch.Add(batch[^1] with { Level = LineLevel.Warning, Text = $"… {_dropped} lines were left out: they came faster than they could be stored." });
                _dropped = 0;
            }
        }

        return batch;
    }

    private Task<bool> StoreAsync(List<Line> batch, CancellationToken cancellationToken) => _writes.PersistAsync(
        (again, token) => _writes.TryOnceAsync(
            FencedWrites.Fence + """
            , added AS (
                INSERT INTO operation_log (operation_id, step, at, level, text)
                SELECT fence.id, line.step, line.at, line.level, line.text
                FROM fence, unnest(@steps, @ats, @levels, @texts) WITH ORDINALITY AS line (step, at, level, text, ordinal)
                WHERE NOT @again OR NOT EXISTS (
                    SELECT 1 FROM operation_log AS stored WHERE stored.operation_id = fence.id AND stored.at = line.at)
                ORDER BY line.ordinal)
            SELECT id FROM fence
            """,
            parameters =>
            {
                parameters.AddWithValue("steps", NpgsqlDbType.Array | NpgsqlDbType.Integer, batch.Select(line => line.Step).ToArray());
                parameters.AddWithValue("ats", batch.Select(line => line.At).ToArray());
                parameters.AddWithValue("levels", batch.Select(line => line.Level.ToString()).ToArray());
                parameters.AddWithValue("texts", batch.Select(line => line.Text).ToArray());
                // The connection may have broken after the commit: then they are stored already.
                parameters.AddWithValue("again", again);
            },
            _ => true,
            token),
        cancellationToken);

    private static string Cut(string line) =>
        line.Length <= LongestLine ? line : $"{line[..LongestLine]} … ({line.Length - LongestLine} characters more)";

    private sealed record Line(int? Step, DateTimeOffset At, LineLevel Level, string Text);
}

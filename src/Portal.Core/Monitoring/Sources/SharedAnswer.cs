namespace Portal.Core.Monitoring.Sources;

/// <summary>An answer that several wait for. When the last of them has left before it came, it is not waited for any more.</summary>
internal sealed class SharedAnswer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _left = new();
    private Task<MemberAnswer>? _answer;
    private int _waiting;
    private bool _isOver;

    /// <summary>The first one asks. Null when all have left: take another.</summary>
    public Task<MemberAnswer>? Join(Func<CancellationToken, Task<MemberAnswer>> ask)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return null;
            }

            _waiting++;
            return _answer ??= ask(_left.Token);
        }
    }

    /// <summary>True for the last one, who disposes of it.</summary>
    public bool Leave()
    {
        lock (_gate)
        {
            return _isOver = --_waiting == 0;
        }
    }

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }
}

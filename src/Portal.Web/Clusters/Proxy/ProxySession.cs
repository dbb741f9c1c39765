using Portal.Core.Access.Kubeconfigs;

namespace Portal.Web.Clusters.Proxy;

/// <summary>A request on its way through the proxy.</summary>
internal sealed class ProxySession : IDisposable
{
    private readonly CancellationTokenSource _cut = new();
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _either;
    private readonly TimeProvider _clock;
    private readonly Action<ProxySession> _leave;
    private long _confirmed;

    /// <param name="left">After this time it ends.</param>
    public ProxySession(KubeconfigGrant grant, bool isStream, TimeSpan left, TimeProvider clock, Action<ProxySession> leave)
    {
        Grant = grant;
        IsStream = isStream;
        _clock = clock;
        _leave = leave;
        _confirmed = clock.GetTimestamp();
        _limit = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_cut.Token, _limit.Token);
    }

    public KubeconfigGrant Grant { get; }

    public bool IsStream { get; }

    /// <summary>Its time is over, or access has ended.</summary>
    public CancellationToken Ended => _either.Token;

    /// <summary>Access has ended.</summary>
    public bool IsCut => _cut.IsCancellationRequested;

    /// <summary>How long ago it was last known that it may go on.</summary>
    public TimeSpan Unconfirmed => _clock.GetElapsedTime(Interlocked.Read(ref _confirmed));

    public void Confirm() => Interlocked.Exchange(ref _confirmed, _clock.GetTimestamp());

    public void Cut()
    {
        try
        {
            _cut.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
        }
    }

    public void Dispose()
    {
        _leave(this);
        _either.Dispose();
        _limit.Dispose();
        _cut.Dispose();
    }
}

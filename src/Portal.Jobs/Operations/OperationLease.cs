using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Jobs.Operations;

/// <summary>
/// A lease while it is held: renewed at a third of its length. <see cref="Lost"/> is cancelled when the database says that
/// another has it, and when it could not be renewed in time, counted from before the last renewal was sent.
/// </summary>
internal sealed class OperationLease : IAsyncDisposable
{
    private readonly OperationLeases _leases;
    private readonly TimeSpan _length;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _cancelRequested = new();
    private readonly Task _heartbeat;

    public OperationLease(OperationLeases leases, OperationClaim claim, TimeSpan length, TimeProvider clock, ILogger logger)
    {
        _leases = leases;
        _length = length;
        _clock = clock;
        _logger = logger;
        Claim = claim;
        _lost = new CancellationTokenSource(length, clock);
        Lost = _lost.Token;
        CancelRequested = _cancelRequested.Token;
        if (claim.CancelRequested)
        {
            _cancelRequested.Cancel();
        }

        _heartbeat = Task.Run(BeatAsync);
    }

    public OperationClaim Claim { get; }

    public CancellationToken Lost { get; }

    /// <summary>Somebody asked for the operation to be cancelled.</summary>
    public CancellationToken CancelRequested { get; }

    public void ThrowIfLost()
    {
        if (Lost.IsCancellationRequested)
        {
            throw new LeaseLostException(Claim.Id);
        }
    }

    public void NoteCancelRequest() => _cancelRequested.Cancel();

    public void NoteLost()
    {
        if (!_ended.IsCancellationRequested)
        {
            OperationsLog.LeaseLost(_logger, Claim.Id, Claim.Generation);
        }

        _lost.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _heartbeat;
        _ended.Dispose();
        _lost.Dispose();
        _cancelRequested.Dispose();
    }

    private async Task BeatAsync()
    {
        var pause = _length / 3;
        while (true)
        {
            await Task.Delay(pause, _clock, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ended.IsCancellationRequested || Lost.IsCancellationRequested)
            {
                return;
            }

            pause = await TryRenewAsync() ? _length / 3 : _length / 15;
        }
    }

    private async Task<bool> TryRenewAsync()
    {
        var sent = _clock.GetTimestamp();
        try
        {
            var cancel = await _leases.RenewAsync(Claim, _ended.Token);
            var left = _length - _clock.GetElapsedTime(sent);
            if (cancel is null || left <= TimeSpan.Zero)
            {
                NoteLost();
                return false;
            }

            _lost.CancelAfter(left);
            if (cancel.Value)
            {
                NoteCancelRequest();
            }

            return true;
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            OperationsLog.LeaseNotRenewed(_logger, exception, Claim.Id);
            return false;
        }
    }
}

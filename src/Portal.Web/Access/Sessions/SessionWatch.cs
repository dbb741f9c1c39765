using Microsoft.AspNetCore.Components.Server.Circuits;
using Portal.Core.Events;

namespace Portal.Web.Access.Sessions;

/// <summary>Looks at a circuit's session as soon as the database tells that the account's access changed: an ended one is signed out at once.</summary>
internal sealed partial class SessionWatch(SessionRevalidation session, EventStream events, TimeProvider clock, ILogger<SessionWatch> logger)
    : CircuitHandler, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private Task _watch = Task.CompletedTask;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if ((await session.GetAuthenticationStateAsync()).User.UserId() is { } userId)
        {
            _watch = WatchAsync(userId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch;
        _stop.Dispose();
    }

    private async Task WatchAsync(Guid userId)
    {
        using var subscription = events.Subscribe([Topics.Access], userId);
        try
        {
            await foreach (var _ in subscription.ReadAsync(Pause, clock, _stop.Token))
            {
                await CheckAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task CheckAsync()
    {
        try
        {
            await session.CheckAsync(_stop.Token);
        }
        catch (Exception exception) when (exception is Npgsql.NpgsqlException or InvalidOperationException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A circuit's session could not be looked at; it is looked at again within the minute")]
    private partial void LogFailed(Exception exception);
}

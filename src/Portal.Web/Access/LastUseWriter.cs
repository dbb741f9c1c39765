using Portal.Core.Access;

namespace Portal.Web.Access;

/// <summary>Writes the last uses of tokens and sessions twice a minute, and once more at the end.</summary>
internal sealed partial class LastUseWriter(IEnumerable<ILastUses> uses, TimeProvider clock, ILogger<LastUseWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await FlushAsync(stoppingToken);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var each in uses)
            {
                await each.FlushAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (exception is Npgsql.NpgsqlException or InvalidOperationException or OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The last uses of API tokens and sessions were not written; the next round tries again")]
    private partial void LogFailed(Exception exception);
}

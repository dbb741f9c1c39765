using Portal.Core.Access;

namespace Portal.Web.Access;

/// <summary>Writes the last uses of tokens twice a minute, and once more at the end.</summary>
internal sealed partial class ApiTokenUseWriter(ApiTokenUse tokens, TimeProvider clock, ILogger<ApiTokenUseWriter> logger) : BackgroundService
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
            await tokens.FlushAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is Npgsql.NpgsqlException or InvalidOperationException or OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The last uses of API tokens were not written; the next round tries again")]
    private partial void LogFailed(Exception exception);
}

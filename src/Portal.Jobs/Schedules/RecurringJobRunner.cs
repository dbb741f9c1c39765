using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Jobs.Schedules;

/// <summary>What Hangfire calls at each time of a recurring job. Skips a time at which the one before still runs somewhere.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class RecurringJobRunner(
    IEnumerable<RecurringJobPlan> plans, IServiceProvider services, NpgsqlDataSource dataSource, ILogger<RecurringJobRunner> logger)
{
    public async Task RunAsync(string id, CancellationToken cancellationToken)
    {
        if (plans.FirstOrDefault(plan => plan.Id == id) is not { } plan)
        {
            return;
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (!await AdvisoryLock.TryTakeAsync(connection, "recurring/" + id, cancellationToken))
        {
            return;
        }

        try
        {
            await ((IRecurringJob)services.GetRequiredService(plan.Job)).RunAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            JobLog.RecurringJobFailed(logger, exception, id);
            throw;
        }
    }
}

using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Portal.Jobs.Operations;

namespace Portal.Jobs.Schedules;

/// <summary>
/// Hangfire's servers, one for each queue. Started as a hosted service of our own, so that nothing asks for the database
/// before it has been waited for and migrated.
/// </summary>
internal sealed class JobServer(
    IServiceProvider services, IServiceScopeFactory scopes, IEnumerable<RecurringJobPlan> plans, IOptions<OperationsOptions> options)
    : IHostedService, IDisposable
{
    private const int HealthWorkers = 4;
    private readonly List<BackgroundJobServer> _servers = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var storage = services.GetRequiredService<JobStorage>();
        var recurring = services.GetRequiredService<IRecurringJobManagerV2>();
        foreach (var plan in plans)
        {
            var id = plan.Id;
            recurring.AddOrUpdate(
                id,
                Job.FromExpression<RecurringJobRunner>(job => job.RunAsync(id, CancellationToken.None), plan.Queue),
                plan.Cron,
                new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });
        }

        _servers.Add(Start(storage, JobQueues.Operations, options.Value.Workers));
        _servers.Add(Start(storage, JobQueues.Health, HealthWorkers));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var server in _servers)
        {
            server.SendStop();
        }

        foreach (var server in _servers)
        {
            await server.WaitForShutdownAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var server in _servers)
        {
            server.Dispose();
        }
    }

    private BackgroundJobServer Start(JobStorage storage, string queue, int workers) => new(
        new BackgroundJobServerOptions
        {
            ServerName = $"{Environment.MachineName}:{Environment.ProcessId}:{queue}",
            Queues = [queue],
            WorkerCount = workers,
            Activator = new AspNetCoreJobActivator(scopes),
            SchedulePollingInterval = TimeSpan.FromSeconds(5),
            HeartbeatInterval = TimeSpan.FromSeconds(10),
            ServerTimeout = TimeSpan.FromMinutes(1),
            // A runner gives its operation back when told to stop; this is for one that hangs.
            StopTimeout = TimeSpan.FromSeconds(10),
            ShutdownTimeout = TimeSpan.FromSeconds(15),
        },
        storage);
}

using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Web.Hosting;

/// <summary>Brings the database up to date before anything else of the process starts.</summary>
internal sealed class StartupDatabase(
    PortalDatabase database, KeyRingCheck keyRing, FirstAdmin firstAdmin, IOptions<HostingOptions> options)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (options.Value.Migrate)
            {
                await database.MigrateAsync(cancellationToken);
            }

            await keyRing.DemandAsync(cancellationToken);
            await firstAdmin.CreateAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw ProblemException.Unavailable(
                "The portal did not start",
                $"PostgreSQL cannot be used: {exception.Message}.",
                $"Check {DataServices.ConnectionStringKey}, and that the database exists and answers.",
                exception);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Portal.Core.Data;

namespace Portal.Web.Hosting;

/// <summary>The schema is the one that this build needs. Once it was, it stays: a newer one has all of an older.</summary>
internal sealed class MigrationHealth(IDbContextFactory<PortalDbContext> contexts) : IHealthCheck
{
    private static readonly HealthCheckResult UpToDate = HealthCheckResult.Healthy("The schema is up to date.");

    private volatile bool _seen;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_seen)
        {
            return UpToDate;
        }

        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var missing = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
            _seen = missing == 0;
            return _seen
                ? UpToDate
                : HealthCheckResult.Unhealthy($"{missing} migrations are missing. Start a web process with {HostingOptionsBinder.MigrateKey}=true.");
        }
        catch (Exception exception) when (exception is Npgsql.NpgsqlException or TimeoutException or InvalidOperationException)
        {
            return HealthCheckResult.Unhealthy("The schema cannot be read.", exception);
        }
    }
}

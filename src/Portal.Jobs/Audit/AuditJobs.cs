using Microsoft.Extensions.DependencyInjection;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Audit;

internal static class AuditJobs
{
    /// <summary>Registers what links, checks and keeps the audit trail.</summary>
    public static IServiceCollection AddAuditJobs(this IServiceCollection services) => services
        .AddSweep<AuditLinking>("audit.link", TimeSpan.FromSeconds(3))
        .AddRecurringJob<AuditCheck>("audit.verify", "23 2 * * *")
        .AddRecurringJob<AuditRetention>("audit.retain", "11 3 * * *");
}

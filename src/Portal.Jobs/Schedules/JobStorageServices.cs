using Hangfire;
using Hangfire.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Portal.Jobs.Schedules;

/// <summary>Hangfire's own tables, for whoever enqueues or shows jobs.</summary>
public static class JobStorageServices
{
    public const string Schema = "hangfire";

    /// <summary>Registers storage and client; the tables are made when the storage is first used.</summary>
    public static IServiceCollection AddJobStorage(this IServiceCollection services) => services.AddHangfire((provider, hangfire) => hangfire
        .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
        .UseSimpleAssemblyNameTypeSerializer()
        .UseRecommendedSerializerSettings()
        .UsePostgreSqlStorage(
            storage => storage.UseConnectionFactory(new HangfireConnections(provider.GetRequiredService<NpgsqlDataSource>())),
            new PostgreSqlStorageOptions
            {
                SchemaName = Schema,
                QueuePollInterval = TimeSpan.FromSeconds(1),
                // Told by NOTIFY, so that an operation starts at once.
                EnableLongPolling = true,
                UseSlidingInvisibilityTimeout = true,
                InvisibilityTimeout = TimeSpan.FromMinutes(2),
                PrepareSchemaIfNecessary = true,
            }));
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Audit;

namespace Portal.Core.Data;

/// <summary>PostgreSQL, the only store.</summary>
public static class DataServices
{
    /// <summary>The configuration key of the connection string.</summary>
    public const string ConnectionStringKey = "ConnectionStrings:Portal";

    /// <summary>Registers the data source, a pooled context factory and the key ring.</summary>
    public static IServiceCollection AddPortalData(this IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = configuration.GetConnectionString("Portal");
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new InvalidOperationException(
                $"{ConnectionStringKey} is not set. Set the environment variable ConnectionStrings__Portal to a PostgreSQL connection string.");
        }

        services.AddSingleton(_ =>
        {
            var builder = new NpgsqlDataSourceBuilder(connectionString);
            builder.EnableDynamicJson();

            // Who acts is a setting of the session: the next one to get the connection must not inherit it.
            builder.ConnectionStringBuilder.NoResetOnClose = false;
            return builder.Build();
        });
        services.AddPooledDbContextFactory<PortalDbContext>((provider, options) =>
            Configure(options, provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddDbContext<PortalDbContext>(
            (provider, options) => Configure(options, provider.GetRequiredService<NpgsqlDataSource>()),
            optionsLifetime: ServiceLifetime.Singleton);
        services.AddSingleton<ActorContexts>();
        services.AddSingleton<PortalDatabase>();
        return services;
    }

    /// <summary>Contexts of <see cref="TeamModel"/>.</summary>
    internal static DbContextOptions<PortalDbContext> OptionsOfTeams(NpgsqlDataSource dataSource)
    {
        var options = new DbContextOptionsBuilder<PortalDbContext>();
        Configure(options, dataSource);
        options.ReplaceService<IModelCustomizer, TeamModel>().AddInterceptors(new TeamGuard());
        return options.Options;
    }

    private static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource dataSource) =>
        options.UseNpgsql(dataSource, npgsql => npgsql.EnableRetryOnFailure(4)).UseSnakeCaseNamingConvention().AddInterceptors(ActConnection.Instance);
}

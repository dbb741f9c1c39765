using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core.Data;

namespace Portal.Testing.Data;

/// <summary>Makes migrated databases fast: the migrations run once a process, each further database is a copy.</summary>
public static class PortalDatabases
{
    private const string Template = "portal_template";

    private static readonly Lazy<Task<PostgresServer>> Prepared = new(() => PrepareAsync(PostgresServer.SharedAsync()));

    /// <summary>Creates a migrated database on the shared server; gives its connection string.</summary>
    public static async Task<string> CreateAsync(CancellationToken cancellationToken = default) =>
        await CopyAsync(await Prepared.Value, cancellationToken);

    /// <summary>Creates a migrated database on a server of the caller's own.</summary>
    public static async Task<string> CreateAsync(PostgresServer server, CancellationToken cancellationToken = default) =>
        await CopyAsync(await PrepareAsync(Task.FromResult(server)), cancellationToken);

    /// <summary>Drops a database of the shared server, cutting whoever is still connected.</summary>
    public static async Task DropAsync(string connectionString)
    {
        var server = await PostgresServer.SharedAsync();
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await server.ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    /// <summary>The services of Core's data layer over one database.</summary>
    public static ServiceProvider Services(string connectionString)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(DataServices.ConnectionStringKey, connectionString)])
            .Build();
        return new ServiceCollection().AddLogging().AddPortalData(configuration).BuildServiceProvider();
    }

    private static async Task<string> CopyAsync(PostgresServer server, CancellationToken cancellationToken)
    {
        var name = $"portal_{Guid.CreateVersion7():n}";
        await server.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}", cancellationToken);
        return server.ConnectionString(name);
    }

    private static async Task<PostgresServer> PrepareAsync(Task<PostgresServer> starting)
    {
        var server = await starting;
        await server.ExecuteAsync($"CREATE DATABASE {Template}");
        // A template must have no connection left: no pooling, no keeping.
        var connectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString(Template)) { Pooling = false }.ConnectionString;
        await using var services = Services(connectionString);
        await services.GetRequiredService<PortalDatabase>().MigrateAsync(CancellationToken.None);
        return server;
    }
}

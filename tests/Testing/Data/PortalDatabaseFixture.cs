using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Data;
using Xunit;

namespace Portal.Testing.Data;

/// <summary>A migrated, empty database of one test class: <c>IClassFixture&lt;PortalDatabaseFixture&gt;</c>.</summary>
public sealed class PortalDatabaseFixture : IAsyncLifetime
{
    private ServiceProvider? _services;

    /// <summary>Of a real PostgreSQL; holds for the life of the class.</summary>
    public string ConnectionString { get; private set; } = "";

    public IDbContextFactory<PortalDbContext> Contexts => Services.GetRequiredService<IDbContextFactory<PortalDbContext>>();

    public ActorContexts ActorContexts => Services.GetRequiredService<ActorContexts>();

    public NpgsqlDataSource DataSource => Services.GetRequiredService<NpgsqlDataSource>();

    private ServiceProvider Services => _services ?? throw new InvalidOperationException("The fixture is used before InitializeAsync.");

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await PortalDatabases.CreateAsync();
        _services = PortalDatabases.Services(ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (ConnectionString.Length > 0)
        {
            await PortalDatabases.DropAsync(ConnectionString);
        }
    }
}

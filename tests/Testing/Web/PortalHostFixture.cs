using Portal.Testing.Data;
using Xunit;

namespace Portal.Testing.Web;

/// <summary>One application over one database for a test class: <c>IClassFixture&lt;PortalHostFixture&gt;</c>.</summary>
public sealed class PortalHostFixture : IAsyncLifetime
{
    private readonly PortalDatabaseFixture _database = new();
    private PortalHost? _host;

    public PortalHost Host => _host ?? throw new InvalidOperationException("The fixture is used before InitializeAsync.");

    public PortalDatabaseFixture Database => _database;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _host = await PortalHost.StartAsync(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await _database.DisposeAsync();
    }
}

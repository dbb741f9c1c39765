using Hangfire.PostgreSql;
using Npgsql;

namespace Portal.Jobs.Schedules;

/// <summary>Hangfire on the portal's own pool: one place for connection string and limits.</summary>
internal sealed class HangfireConnections(NpgsqlDataSource dataSource) : IConnectionFactory
{
    public NpgsqlConnection GetOrCreateConnection() => dataSource.CreateConnection();
}

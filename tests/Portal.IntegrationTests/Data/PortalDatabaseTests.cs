using Microsoft.EntityFrameworkCore;
using Portal.Core.Fleets;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Data;

public sealed class PortalDatabaseTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Database_CopiedFromTemplate_IsMigratedAndEmpty()
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);

        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Token));
        Assert.Equal(0, await db.Set<Fleet>().CountAsync(Token));
    }

    [Fact]
    public async Task Model_ComparedWithMigrations_HasNoPendingChange()
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);

        Assert.False(db.Database.HasPendingModelChanges(), "The model changed without a migration: run dotnet ef migrations add.");
    }

    [Fact]
    public async Task Server_CrashedAndRecovered_KeepsCommittedDatabases()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.ExecuteAsync("CREATE DATABASE kept", Token);

        await server.CrashAsync();
        await server.RecoverAsync();

        Npgsql.NpgsqlConnection.ClearAllPools();
        await using var connection = new Npgsql.NpgsqlConnection(server.ConnectionString("kept"));
        await connection.OpenAsync(Token);
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
    }
}

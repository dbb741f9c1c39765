using System.Text.RegularExpressions;
using Npgsql;
using Portal.Testing;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Audit;

/// <summary>What docs/operators/audit.md has for the owner of the database does what it says.</summary>
public sealed partial class AuditOwnerTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Attack", "30")]
    public async Task PortalsRole_AfterTheTablesWereTakenFromIt_AddsAndReads_AndNoMore()
    {
        // Roles belong to the server, which other tests use too.
        var (role, owner) = ($"portal_{Guid.NewGuid():N}", $"audit_{Guid.NewGuid():N}");
        await ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'x'; GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}");
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs", "operators", "audit.md"), Stop);
        await ExecuteAsync(PortalsRole().Replace(Sql().Match(page).Groups[1].Value.Replace("portal_audit", owner, StringComparison.Ordinal), role));
        await using var portal = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role, Password = "x" }.ConnectionString);

        await ExecuteAsync(portal, """
            SELECT set_config('portal.act', '{"id":"00000000-0000-0000-0000-000000000000","name":"ada"}', false);
            INSERT INTO teams (id, name, created_at) VALUES (gen_random_uuid(), 'recorded', now());
            SELECT audit_prepare('2031-01-01')
            """);

        await using var count = portal.CreateCommand("SELECT count(*) FROM audit_entries WHERE kind = 'teams' AND object_name = 'recorded' AND actor_name = 'ada'");
        Assert.Equal(1L, await count.ExecuteScalarAsync(Stop));
        foreach (var sql in (string[])["UPDATE audit_entries SET detail = ''", "DELETE FROM audit_links", "TRUNCATE audit_entries", "ALTER TABLE audit_entries DISABLE TRIGGER ALL", "DROP TABLE audit_entries_203101"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(portal, sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    private Task ExecuteAsync(string sql) => ExecuteAsync(database.DataSource, sql);

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sql();

    [GeneratedRegex(@"\bportal\b(?!_)(?=[;'])|(?<=(FROM|TO) )portal\b(?!_)")]
    private static partial Regex PortalsRole();
}

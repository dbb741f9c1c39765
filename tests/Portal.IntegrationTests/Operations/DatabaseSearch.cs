using Npgsql;

namespace Portal.IntegrationTests.Operations;

/// <summary>Looks for a text in every row of every table, Hangfire's too.</summary>
internal static class DatabaseSearch
{
    public static async Task<List<string>> TablesWithAsync(NpgsqlDataSource dataSource, string text)
    {
        var tables = new List<string>();
        await using (var list = dataSource.CreateCommand(
            "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables "
            + "WHERE table_schema IN ('public', 'hangfire') AND table_type = 'BASE TABLE'"))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        Assert.NotEmpty(tables);
        var found = new List<string>();
        foreach (var table in tables)
        {
            await using var search = dataSource.CreateCommand($"SELECT EXISTS (SELECT 1 FROM {table} AS one WHERE strpos(one::text, @text) > 0)");
            search.Parameters.Add(new NpgsqlParameter("text", text));
            if (await search.ExecuteScalarAsync() is true)
            {
                found.Add(table);
            }
        }

        return found;
    }
}

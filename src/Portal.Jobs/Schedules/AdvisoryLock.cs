using Npgsql;

namespace Portal.Jobs.Schedules;

/// <summary>PostgreSQL's session locks by name: held until the connection is closed, whoever's process dies.</summary>
internal static class AdvisoryLock
{
    public static async Task<bool> TryTakeAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtextextended(@name, 0))", connection);
        command.Parameters.AddWithValue("name", name);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Throws when the connection is gone, and its locks with it.</summary>
    public static async Task ProbeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteScalarAsync(cancellationToken);
    }
}

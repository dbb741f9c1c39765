using System.Diagnostics;
using Npgsql;

namespace Portal.Testing.Data;

/// <summary>
/// A throw-away PostgreSQL of this process alone, on a Unix socket. scripts/postgres.sh runs it and holds our pipe:
/// when this process ends, even by SIGKILL, the pipe ends, and the server and its files are gone.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(StartAsync);

    private readonly Process _process;
    private readonly string _socketFolder;

    private PostgresServer(Process process, string socketFolder)
    {
        _process = process;
        _socketFolder = socketFolder;
    }

    /// <summary>The server that all tests of this process share; started at the first call.</summary>
    public static Task<PostgresServer> SharedAsync() => SharedServer.Value;

    /// <summary>A server of one's own, for tests that stop it.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("bash", [Repository.PathOf("scripts", "postgres.sh"), "throwaway"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var server = new PostgresServer(process, await ReadAnswerAsync(process, "ready "));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Close();
        return server;
    }

    /// <summary>The connection string of one database on this server.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = _socketFolder,
        Username = "portal",
        Database = database,
        MaxPoolSize = 40,
        Timeout = 30,
    }.ConnectionString;

    /// <summary>Stops the server as a crash would: no checkpoint, every connection cut.</summary>
    public async Task CrashAsync()
    {
        await _process.StandardInput.WriteLineAsync("stop");
        await _process.StandardInput.FlushAsync();
        await ReadAnswerAsync(_process, "stopped");
    }

    /// <summary>Starts it again after <see cref="CrashAsync"/>.</summary>
    public async Task RecoverAsync()
    {
        await _process.StandardInput.WriteLineAsync("start");
        await _process.StandardInput.FlushAsync();
        await ReadAnswerAsync(_process, "ready ");
    }

    /// <summary>Runs one statement in the database "postgres".</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        using var limit = new CancellationTokenSource(StartLimit);
        await _process.WaitForExitAsync(limit.Token);
        _process.Dispose();
    }

    private static async Task<string> ReadAnswerAsync(Process process, string expected)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var line = await process.StandardOutput.ReadLineAsync(limit.Token);
        return line is not null && line.StartsWith(expected, StringComparison.Ordinal)
            ? line[expected.Length..]
            : throw new InvalidOperationException($"scripts/postgres.sh said '{line}' in place of '{expected}'; its standard error says why.");
    }

    private void Close()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It is gone already.
        }
    }
}

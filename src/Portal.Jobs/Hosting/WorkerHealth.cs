using System.Security.Cryptography;
using Npgsql;
using Portal.Core.Secrets;

namespace Portal.Jobs.Hosting;

/// <summary>Whether the worker can do its work.</summary>
internal sealed class WorkerHealth(NpgsqlDataSource dataSource, SecretProtector protector, TimeProvider clock)
{
    private const string Purpose = "health";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Each check with what is wrong; null where nothing is. Names no host: what a driver says goes to the log.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> CheckAsync(CancellationToken cancellationToken) => new Dictionary<string, string?>
    {
        ["database"] = await DatabaseAsync(cancellationToken),
        ["key-ring"] = KeyRing(),
    };

    private async Task<string?> DatabaseAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await using var command = dataSource.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(either.Token);
            return null;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return $"PostgreSQL gives no answer within {Limit.TotalSeconds} s.";
        }
    }

    private string? KeyRing()
    {
        try
        {
            return protector.Unprotect(Purpose, protector.Protect(Purpose, Purpose)) == Purpose ? null : "What was encrypted reads otherwise.";
        }
        catch (Exception exception) when (exception is CryptographicException or NpgsqlException or InvalidOperationException)
        {
            return "The key ring cannot be used. Check Secrets:MasterKeyFile.";
        }
    }
}

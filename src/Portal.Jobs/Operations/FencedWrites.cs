using Npgsql;

namespace Portal.Jobs.Operations;

/// <summary>
/// Writes of one run of an operation. Each statement holds the operation's row under the run's generation (FOR SHARE), so
/// that a worker that lost its lease writes nothing more, and none of its writes slips in after another took over.
/// A database that is away for a moment is waited for, as long as the lease holds.
/// </summary>
internal sealed class FencedWrites(NpgsqlDataSource dataSource, OperationLease lease)
{
    /// <summary>Selects one row while the fence holds; statements take their rows FROM it.</summary>
    public const string Fence =
        "WITH fence AS (SELECT id FROM operations WHERE id = @id AND lease_generation = @generation AND state = 'Running' FOR SHARE) ";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs <paramref name="sql"/> and reads its first row. Throws <see cref="LeaseLostException"/> when there is none.</summary>
    public Task<T> WriteAsync<T>(
        string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        PersistAsync((_, token) => TryOnceAsync(sql, bind, read, token), cancellationToken);

    /// <summary>The same for a statement that returns a row of no interest.</summary>
    public Task WriteAsync(string sql, Action<NpgsqlParameterCollection> bind, CancellationToken cancellationToken) =>
        WriteAsync(sql, bind, _ => true, cancellationToken);

    /// <summary>One try of <see cref="WriteAsync{T}"/>.</summary>
    public async Task<T> TryOnceAsync<T>(
        string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddWithValue("id", lease.Claim.Id);
        command.Parameters.AddWithValue("generation", lease.Claim.Generation);
        bind(command.Parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (await reader.ReadAsync(cancellationToken))
        {
            return read(reader);
        }

        lease.NoteLost();
        throw new LeaseLostException(lease.Claim.Id);
    }

    /// <summary>Repeats <paramref name="work"/> over broken connections while the lease holds; it is told when it runs again.</summary>
    public async Task<T> PersistAsync<T>(Func<bool, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, cancellationToken);
        for (var again = false; ; again = true)
        {
            lease.ThrowIfLost();
            try
            {
                return await work(again, linked.Token);
            }
            catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested)
            {
                throw new LeaseLostException(lease.Claim.Id);
            }
            catch (Exception exception) when (IsPassing(exception))
            {
                await Task.Delay(Pause * (0.5 + Random.Shared.NextDouble()), linked.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>True for a broken connection to the database, a server that starts or stops, and the like.</summary>
    public static bool IsPassing(Exception? exception) => exception switch
    {
        null => false,
        NpgsqlException { IsTransient: true } or TimeoutException => true,
        _ => IsPassing(exception.InnerException),
    };
}

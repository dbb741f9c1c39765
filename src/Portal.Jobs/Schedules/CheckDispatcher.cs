using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Events;
using Portal.Core.Problems;

namespace Portal.Jobs.Schedules;

/// <summary>
/// Fills in the rows of a table that wait for it: looks when one is added, and every few seconds in any case. Any number of workers
/// may do so at once; one that dies leaves its row to another when its claim runs out.
/// </summary>
internal abstract partial class CheckDispatcher<TRow>(
    NpgsqlDataSource dataSource, IDbContextFactory<PortalDbContext> contexts, EventStream events, TimeProvider clock, ILogger logger) : BackgroundService
    where TRow : class, ICheckedRow
{
    private const int AtOnce = 2;
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(3);

    /// <summary>The rows' table.</summary>
    protected abstract string Table { get; }

    /// <summary>The topic that tells of an added row.</summary>
    protected abstract string Topic { get; }

    /// <summary>The most that one row may take.</summary>
    protected abstract TimeSpan TimeLimit { get; }

    /// <summary>What is said of a row that took longer.</summary>
    protected abstract Problem Late { get; }

    /// <summary>What is said of a row at which the portal itself failed.</summary>
    protected abstract Problem Broken { get; }

    protected abstract Task CheckAsync(Guid id, CancellationToken cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        using var changes = events.Subscribe([Topic]);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                while (await ClaimAsync(cancellationToken) is { } id)
                {
                    await MakeAsync(id, cancellationToken);
                }

                await changes.WaitAsync(Sweep * (0.8 + (Random.Shared.NextDouble() * 0.4)), clock, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                DispatchFailed(logger, exception, Table);
                await Task.Delay(Sweep, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<Guid?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            UPDATE {Table} SET claimed_until = clock_timestamp() + @limit WHERE id = (
                SELECT id FROM {Table}
                WHERE state = 'Checking' AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
                ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id
            """);
        command.Parameters.AddWithValue("limit", TimeLimit + TimeSpan.FromMinutes(1));
        return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
    }

    private async Task MakeAsync(Guid id, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await CheckAsync(id, either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ReleaseAsync(id);
            throw;
        }
        catch (OperationCanceledException)
        {
            await FailAsync(id, Late, cancellationToken);
        }
        catch (ProblemException error)
        {
            await FailAsync(id, error.Problem, cancellationToken);
        }
        catch (Exception error)
        {
            MakeFailed(logger, error, id, Table);
            await FailAsync(id, Broken, cancellationToken);
        }
    }

    /// <summary>Another worker takes it at once: this one stops.</summary>
    private async Task ReleaseAsync(Guid id)
    {
        await using var command = dataSource.CreateCommand($"UPDATE {Table} SET claimed_until = NULL WHERE id = @id AND state = 'Checking'");
        command.Parameters.AddWithValue("id", id);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task FailAsync(Guid id, Problem problem, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<TRow>().SingleOrDefaultAsync(row => row.Id == id && row.State == PlanState.Checking, cancellationToken) is { } row)
        {
            row.State = PlanState.Failed;
            row.Failure = problem;
            row.ClaimedUntil = null;
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "What waits in {Table} could not be looked for; tried again in a moment")]
    private static partial void DispatchFailed(ILogger logger, Exception exception, string table);

    [LoggerMessage(LogLevel.Error, "{Id} of {Table} could not be made")]
    private static partial void MakeFailed(ILogger logger, Exception exception, Guid id, string table);
}

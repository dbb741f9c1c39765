using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Events;
using Portal.Core.Problems;

namespace Portal.Jobs.Distribution;

/// <summary>
/// Asks the clusters for the previews that wait for it: looks when one is added, and every few seconds in any case. Any number of
/// workers may do so at once; one that dies leaves its preview to another when its claim runs out.
/// </summary>
internal sealed partial class PreviewDispatcher(
    NpgsqlDataSource dataSource, IDbContextFactory<PortalDbContext> contexts, PreviewCheck check, EventStream events, TimeProvider clock,
    ILogger<PreviewDispatcher> logger) : BackgroundService
{
    private const int AtOnce = 2;
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    private const string Claim =
        """
        UPDATE application_previews SET claimed_until = clock_timestamp() + @limit WHERE id = (
            SELECT id FROM application_previews
            WHERE state = 'Checking' AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
            ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id
        """;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        using var changes = events.Subscribe([Topics.ApplicationPreview]);
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
                DispatchFailed(logger, exception);
                await Task.Delay(Sweep, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<Guid?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Claim);
        command.Parameters.AddWithValue("limit", TimeLimit + TimeSpan.FromMinutes(1));
        return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
    }

    private async Task MakeAsync(Guid id, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await check.RunAsync(id, either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ReleaseAsync(id);
            throw;
        }
        catch (OperationCanceledException)
        {
            await FailAsync(id, new Problem(ProblemKind.Unavailable, "The preview was not ready in time",
                $"It was stopped after {TimeLimit.TotalMinutes:0} minutes.", "Look at the placement alone, or try again."), cancellationToken);
        }
        catch (ProblemException error)
        {
            await FailAsync(id, error.Problem, cancellationToken);
        }
        catch (Exception error)
        {
            MakeFailed(logger, error, id);
            await FailAsync(id, new Problem(ProblemKind.Internal, "The preview could not be made",
                "The portal itself failed.", "Try again; the portal's log has the details."), cancellationToken);
        }
    }

    /// <summary>Another worker takes it at once: this one stops.</summary>
    private async Task ReleaseAsync(Guid id)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        await db.ApplicationPreviews.Where(preview => preview.Id == id && preview.State == PlanState.Checking)
            .ExecuteUpdateAsync(set => set.SetProperty(preview => preview.ClaimedUntil, (DateTimeOffset?)null), CancellationToken.None);
    }

    private async Task FailAsync(Guid id, Problem problem, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ApplicationPreviews.SingleOrDefaultAsync(preview => preview.Id == id && preview.State == PlanState.Checking, cancellationToken) is { } row)
        {
            row.State = PlanState.Failed;
            row.Failure = problem;
            row.ClaimedUntil = null;
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "Previews of applications could not be looked for; tried again in a moment")]
    private static partial void DispatchFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "The preview {Preview} could not be made")]
    private static partial void MakeFailed(ILogger logger, Exception exception, Guid preview);
}

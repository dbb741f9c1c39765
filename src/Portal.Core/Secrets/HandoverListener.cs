using System.Text.Json;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core.Data;
using Portal.Core.Events;
using Portal.Core.Operations;

namespace Portal.Core.Secrets;

/// <summary>Answers other processes that ask for a credential that this one holds, as long as its operation is open.</summary>
internal sealed partial class HandoverListener(
    CredentialHandover handover,
    HandoverEnvelope envelope,
    IDbContextFactory<PortalDbContext> contexts,
    ILogger<HandoverListener> logger) : BackgroundService, INotificationHandler
{
    private const int MostPending = 1000;
    private const string Reconnected = "";
    private static readonly OperationState[] Open = [OperationState.Queued, OperationState.Running];
    private readonly Channel<string> _requests = System.Threading.Channels.Channel.CreateBounded<string>(
        new BoundedChannelOptions(MostPending) { FullMode = BoundedChannelFullMode.DropOldest });

    public string Channel => CredentialHandover.Channel;

    public void OnNotified(string payload) => _requests.Writer.TryWrite(payload);

    public void OnConnected(bool again)
    {
        // A request that was missed is asked again by the step that needs it; the word to forget one is not.
        if (again)
        {
            _requests.Writer.TryWrite(Reconnected);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var payload in _requests.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await (payload == Reconnected ? ForgetUsedAsync(stoppingToken) : AnswerAsync(payload, stoppingToken));
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException or InvalidOperationException)
            {
                LogUnanswered(logger, error.Message);
            }
        }
    }

    private async Task AnswerAsync(string payload, CancellationToken cancellationToken)
    {
        if (envelope.OpenMessage(payload) is not { } message)
        {
            LogForged(logger);
            return;
        }

        if (message.Reply is null || message.PublicKey is null)
        {
            handover.Forget(message.OperationId);
            return;
        }

        if (handover.Find(message.OperationId) is not { } kubeconfig || !await IsOpenAsync(message.OperationId, cancellationToken))
        {
            return;
        }

        var answer = HandoverEnvelope.Seal(JsonSerializer.SerializeToUtf8Bytes(kubeconfig), message.PublicKey);
        foreach (var part in HandoverParts.Split(answer))
        {
            await handover.NotifyAsync(message.Reply, part, cancellationToken);
        }
    }

    /// <summary>Of a cluster that has a token of its own, the uploaded credential has done its work.</summary>
    private async Task ForgetUsedAsync(CancellationToken cancellationToken)
    {
        var held = handover.Holding;
        if (held.Count == 0)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var used = await db.Operations
            .Where(operation => held.Contains(operation.Id) && db.ClusterCredentials.Any(token => token.ClusterId == operation.ClusterId))
            .Select(operation => operation.Id).ToListAsync(cancellationToken);
        foreach (var id in used)
        {
            handover.Forget(id);
        }
    }

    private async Task<bool> IsOpenAsync(Guid operationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Operations.AnyAsync(operation => operation.Id == operationId && Open.Contains(operation.State), cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "A request for a credential could not be answered: {Reason}")]
    private static partial void LogUnanswered(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "A request for a credential that no process of this portal made was ignored")]
    private static partial void LogForged(ILogger logger);
}

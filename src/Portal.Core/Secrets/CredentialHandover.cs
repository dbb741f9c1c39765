using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using Portal.Core.Kubernetes;

namespace Portal.Core.Secrets;

/// <summary>
/// Holds credentials in this process's memory, and fetches those that another process holds: a request over NOTIFY names the
/// operation and a fresh public key, the answer comes encrypted under a key that only the two of them can derive.
/// </summary>
internal sealed class CredentialHandover(NpgsqlDataSource dataSource, HandoverEnvelope envelope, TimeProvider clock) : ICredentialHandover
{
    /// <summary>The channel of requests and of "forget it".</summary>
    public const string Channel = "portal_credentials";

    private const int MostHeld = 500;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, Held> _held = new();

    public void Offer(Guid operationId, ScreenedKubeconfig kubeconfig)
    {
        foreach (var (id, old) in _held)
        {
            if (old.Until < clock.GetUtcNow())
            {
                _held.TryRemove(id, out _);
            }
        }

        if (_held.Count >= MostHeld)
        {
            // The oldest goes: its join asks for the kubeconfig again.
            _held.TryRemove(_held.MinBy(pair => pair.Value.Until).Key, out _);
        }

        _held[operationId] = new Held(kubeconfig, clock.GetUtcNow() + Lifetime);
    }

    public async Task<ScreenedKubeconfig?> TakeAsync(Guid operationId, CancellationToken cancellationToken) =>
        Find(operationId) ?? await AskAsync(operationId, cancellationToken);

    public async Task DiscardAsync(Guid operationId, CancellationToken cancellationToken)
    {
        Forget(operationId);
        await NotifyAsync(Channel, envelope.SealMessage(new HandoverMessage(operationId, null, null)), cancellationToken);
    }

    /// <summary>What this process holds, or null.</summary>
    internal ScreenedKubeconfig? Find(Guid operationId) =>
        _held.TryGetValue(operationId, out var held) && held.Until > clock.GetUtcNow() ? held.Kubeconfig : null;

    /// <summary>The operations whose credentials this process holds.</summary>
    internal IReadOnlyList<Guid> Holding => [.. _held.Keys];

    internal void Forget(Guid operationId) => _held.TryRemove(operationId, out _);

    internal async Task NotifyAsync(string channel, string payload, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT pg_notify(@channel, @payload)");
        command.Parameters.AddWithValue("channel", channel);
        command.Parameters.AddWithValue("payload", payload);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Asks again and again within its patience: the process that holds it may be connecting anew to a database that was
    /// away, and a request that nobody listens to is lost.
    /// </summary>
    private async Task<ScreenedKubeconfig?> AskAsync(Guid operationId, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await AskUntilAnsweredAsync(operationId, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<ScreenedKubeconfig> AskUntilAnsweredAsync(Guid operationId, CancellationToken cancellationToken)
    {
        using var key = HandoverEnvelope.NewKey();
        var reply = $"portal_credential_{Guid.NewGuid():n}";
        var parts = new HandoverParts();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notification) =>
        {
            if (notification.Channel == reply)
            {
                parts.Add(notification.Payload);
            }
        };
        await using (var listen = new NpgsqlCommand($"LISTEN {reply}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        // The same key each time: parts of two answers to one key would not fit together, so a late one is waited for.
        var request = envelope.SealMessage(new HandoverMessage(operationId, reply, HandoverEnvelope.PublicPart(key)));
        await NotifyAsync(Channel, request, cancellationToken);
        while (!parts.Complete)
        {
            if (!await connection.WaitAsync(AskAgain, cancellationToken) && !parts.Begun)
            {
                await NotifyAsync(Channel, request, cancellationToken);
            }
        }

        return JsonSerializer.Deserialize<ScreenedKubeconfig>(HandoverEnvelope.Open(parts.Join(), key))!;
    }

    private sealed record Held(ScreenedKubeconfig Kubeconfig, DateTimeOffset Until);
}

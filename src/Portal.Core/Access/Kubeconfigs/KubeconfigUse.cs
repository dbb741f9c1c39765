using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access.Kubeconfigs;

/// <summary>Remembers when, and from where, each kubeconfig was used last.</summary>
public sealed class KubeconfigUse(IDbContextFactory<PortalDbContext> contexts) : ILastUses
{
    private readonly ConcurrentDictionary<Guid, (DateTimeOffset At, string Address)> _uses = new();

    public void Mark(Guid id, DateTimeOffset at, string address) => _uses[id] = (at, address);

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var batch = _uses.ToArray();
        if (batch.Length == 0)
        {
            return;
        }

        Guid[] ids = [.. batch.Select(use => use.Key)];
        DateTimeOffset[] times = [.. batch.Select(use => use.Value.At)];
        string[] addresses = [.. batch.Select(use => use.Value.Address)];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE kubeconfig_tokens SET last_used_at = greatest(last_used_at, used.at), last_address = used.address
            FROM unnest({ids}, {times}, {addresses}) AS used(id, at, address) WHERE kubeconfig_tokens.id = used.id
            """,
            cancellationToken);
        foreach (var use in batch)
        {
            // Only if it was not used again meanwhile.
            _uses.TryRemove(use);
        }
    }
}

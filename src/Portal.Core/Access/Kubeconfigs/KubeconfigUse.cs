using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access.Kubeconfigs;

/// <summary>Remembers when, and from where, each kubeconfig was used last.</summary>
public sealed class KubeconfigUse(IDbContextFactory<PortalDbContext> contexts) : ILastUses
{
    private readonly LastUseBatch<(DateTimeOffset At, string Address)> _used = new(contexts);

    public void Mark(Guid id, DateTimeOffset at, string address) => _used.Mark(id, (at, address));

    public Task FlushAsync(CancellationToken cancellationToken) => _used.FlushAsync(
        (db, ids, uses) =>
        {
            DateTimeOffset[] times = [.. uses.Select(use => use.At)];
            string[] addresses = [.. uses.Select(use => use.Address)];
            return db.Database.ExecuteSqlAsync(
                $"""
                UPDATE kubeconfig_tokens SET last_used_at = greatest(last_used_at, used.at), last_address = used.address
                FROM unnest({ids}, {times}, {addresses}) AS used(id, at, address) WHERE kubeconfig_tokens.id = used.id
                """,
                cancellationToken);
        },
        cancellationToken);
}

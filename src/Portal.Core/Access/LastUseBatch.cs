using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access;

/// <summary>The last use of each of some things, until it is written.</summary>
/// <typeparam name="TUse">What is kept of a use; two that are equal are one.</typeparam>
internal sealed class LastUseBatch<TUse>(IDbContextFactory<PortalDbContext> contexts)
{
    private readonly ConcurrentDictionary<Guid, TUse> _uses = new();

    public void Mark(Guid id, TUse use) => _uses[id] = use;

    /// <summary>Lets <paramref name="write"/> write ids and uses, each at its place, in one statement. What it cannot write is kept for the next call.</summary>
    public async Task FlushAsync(Func<PortalDbContext, Guid[], TUse[], Task> write, CancellationToken cancellationToken)
    {
        var batch = _uses.ToArray();
        if (batch.Length == 0)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await write(db, [.. batch.Select(use => use.Key)], [.. batch.Select(use => use.Value)]);
        foreach (var use in batch)
        {
            // Only if it was not used again meanwhile.
            _uses.TryRemove(use);
        }
    }
}

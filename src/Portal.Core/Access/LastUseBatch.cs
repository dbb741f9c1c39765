using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access;

/// <summary>When each of some things was used last, until it is written.</summary>
internal sealed class LastUseBatch(IDbContextFactory<PortalDbContext> contexts)
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _uses = new();

    public void Mark(Guid id, DateTimeOffset at) => _uses[id] = at;

    /// <summary>Lets <paramref name="write"/> write ids and times, each at its place, in one statement. What it cannot write is kept for the next call.</summary>
    public async Task FlushAsync(Func<PortalDbContext, Guid[], DateTimeOffset[], Task> write, CancellationToken cancellationToken)
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

using Portal.Core.Components.Edge;
using Portal.Testing.Data;

namespace Portal.EndToEndTests.Browser;

/// <summary>Edge nodes that a command was made for: one that may still come, one whose token has ended.</summary>
public static class EdgeCommands
{
    public static async Task AddAsync(PortalDatabaseFixture database, Guid cluster, CancellationToken cancellationToken)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        db.EdgeJoins.AddRange(Join("camera-7", now.AddHours(-1), TimeSpan.FromHours(23)), Join("press-2", now.AddDays(-3), TimeSpan.FromDays(1)));
        await db.SaveChangesAsync(cancellationToken);

        EdgeJoin Join(string node, DateTimeOffset at, TimeSpan life) =>
            new() { ClusterId = cluster, NodeName = node, CreatedAt = at, CreatedBy = "admin", ExpiresAt = at + life };
    }
}

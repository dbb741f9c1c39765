using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Systems;

internal sealed class SystemOutputs(IDbContextFactory<PortalDbContext> contexts, SecretProtector protector, TimeProvider clock) : ISystemOutputs
{
    public async Task<string?> FindAsync(Guid system, Guid cluster, string step, string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var cipher = await db.SystemOutputs.AsNoTracking()
            .Where(output => output.SystemId == system && output.ClusterId == cluster && output.Step == step && output.Name == name)
            .Select(output => output.ProtectedText).SingleOrDefaultAsync(cancellationToken);
        return cipher is null ? null : protector.Unprotect(SecretProtector.SystemOutputs, cipher);
    }

    public async Task SaveAsync(Guid system, Guid cluster, string step, string name, string text, CancellationToken cancellationToken)
    {
        // What stays the same is not written again: its time is that of the last change.
        if (await FindAsync(system, cluster, step, name, cancellationToken) == text)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (cipher, now) = (protector.Protect(SecretProtector.SystemOutputs, text), clock.GetUtcNow());
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO system_outputs (id, system_id, cluster_id, step, name, protected_text, updated_at)
            VALUES ({Guid.CreateVersion7()}, {system}, {cluster}, {step}, {name}, {cipher}, {now})
            ON CONFLICT (system_id, cluster_id, step, name) DO UPDATE SET protected_text = excluded.protected_text, updated_at = excluded.updated_at
            """,
            cancellationToken);
    }

    public async Task<string> KeepFirstAsync(Guid system, Guid cluster, string step, string name, string text, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (cipher, now) = (protector.Protect(SecretProtector.SystemOutputs, text), clock.GetUtcNow());
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO system_outputs (id, system_id, cluster_id, step, name, protected_text, updated_at)
            VALUES ({Guid.CreateVersion7()}, {system}, {cluster}, {step}, {name}, {cipher}, {now})
            ON CONFLICT (system_id, cluster_id, step, name) DO NOTHING
            """,
            cancellationToken);
        return await FindAsync(system, cluster, step, name, cancellationToken) ?? text;
    }
}

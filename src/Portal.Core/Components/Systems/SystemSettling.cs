using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Systems;

/// <summary>Says of systems how the rollout that changed them ended, and forgets what is gone.</summary>
internal sealed class SystemSettling(SystemApplication application, SystemReader reader, SecretProtector protector, TimeProvider clock) : IOperationEnded
{
    public async Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var systems = await db.Systems.Include(system => system.Members).Where(system => system.LastOperationId == operation.Id).ToListAsync(cancellationToken);
        if (systems.Count == 0)
        {
            return;
        }

        var undo = await db.RolloutChanges.AsNoTracking().Where(change => change.RolloutId == operation.Id && change.Stage == RolloutStage.Undo)
            .Select(change => change.State).ToListAsync(cancellationToken);
        var takenBack = operation.State == OperationState.Failed && undo.Count > 0 && undo.TrueForAll(state => state == RolloutChangeState.Succeeded);
        foreach (var system in systems)
        {
            if (operation.State == OperationState.Succeeded)
            {
                await EndAsync(db, system, gone: SystemMemberState.Leaving, cancellationToken);
            }
            else if (takenBack)
            {
                Restore(system);
                await EndAsync(db, system, gone: SystemMemberState.Joining, cancellationToken);
            }
            else
            {
                Say(system, SystemState.Failed, EndReason.Of(operation, "Its change was cancelled. Retry it, change it again, or uninstall it."));
            }
        }
    }

    public async Task ReopenAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        if (await db.ComponentPlans.AsNoTracking().SingleOrDefaultAsync(plan => plan.Id == operation.Id, cancellationToken) is { Result.Systems.Count: > 0 } plan)
        {
            await application.WriteAsync(db, plan, cancellationToken);
        }
    }

    private async Task EndAsync(PortalDbContext db, InstalledSystem system, SystemMemberState gone, CancellationToken cancellationToken)
    {
        foreach (var member in system.Members.Where(member => member.State == gone).ToList())
        {
            system.Members.Remove(member);
            db.SystemMembers.Remove(member);
        }

        var staying = system.Members.Select(member => member.ClusterId).ToHashSet();
        await HandOverAsync(db, system, staying, cancellationToken);
        await db.SystemOutputs.Where(output => output.SystemId == system.Id && output.ClusterId != Guid.Empty && !staying.Contains(output.ClusterId))
            .ExecuteDeleteAsync(cancellationToken);
        await db.SystemSteps.Where(record => record.SystemId == system.Id && !staying.Contains(record.ClusterId)).ExecuteDeleteAsync(cancellationToken);
        if (system.Members.Count == 0)
        {
            db.Systems.Remove(system);
            return;
        }

        foreach (var member in system.Members)
        {
            member.State = SystemMemberState.Active;
        }

        system.ProtectedBefore = null;
        Say(system, SystemState.Ready, "");
    }

    /// <summary>A release that stays where the system is gone belongs to another system that has it, or to itself.</summary>
    private async Task HandOverAsync(PortalDbContext db, InstalledSystem system, HashSet<Guid> staying, CancellationToken cancellationToken)
    {
        var left = await db.ComponentReleases.Where(release => release.SystemId == system.Id && !staying.Contains(release.ClusterId)).ToListAsync(cancellationToken);
        if (left.Count == 0)
        {
            return;
        }

        var clusters = left.ConvertAll(release => release.ClusterId);
        var others = await reader.ReadAsync(
            db, other => other.Id != system.Id && other.Members.Any(member => clusters.Contains(member.ClusterId)), cancellationToken);
        foreach (var release in left)
        {
            release.SystemId = others.FirstOrDefault(other => other.Members.Any(member => member.ClusterId == release.ClusterId
                && other.Parts(member.Role).Any(part => part.Component == release.Component)))?.Id;
        }
    }

    private void Restore(InstalledSystem system)
    {
        if (system.ProtectedBefore is not { } cipher
            || JsonSerializer.Deserialize<SystemBefore>(protector.Unprotect(SecretProtector.SystemSettings, cipher)) is not { } before)
        {
            return;
        }

        system.ProtectedSettings = before.Settings is null ? null : protector.Protect(SecretProtector.SystemSettings, before.Settings);
        system.Options = [.. before.Options];
        foreach (var member in system.Members.Where(member => before.Networks.ContainsKey(member.Id)))
        {
            member.Network = before.Networks[member.Id];
        }
    }

    private void Say(InstalledSystem system, SystemState state, string reason)
    {
        system.State = state;
        system.StateReason = reason;
        system.StateSince = clock.GetUtcNow();
    }
}

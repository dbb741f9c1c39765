using Microsoft.EntityFrameworkCore;
using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Jobs.Components;

/// <summary>Reads the release that an operation changes, and hides its secrets from the operation's log.</summary>
internal sealed class ReleaseLoader(IDbContextFactory<PortalDbContext> contexts, ComponentCatalog catalog, SystemReader systems, SecretProtector protector)
{
    /// <summary>Null when the row is gone: an uninstall that ran before.</summary>
    public async Task<LoadedRelease?> FindAsync(StepContext context, CancellationToken cancellationToken)
    {
        var operation = context.Read<ReleaseOperation>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.ComponentReleases.AsNoTracking().SingleOrDefaultAsync(release => release.Id == operation.ReleaseId, cancellationToken);
        if (row is null)
        {
            return null;
        }

        var entry = catalog.Find(row.Component) ?? throw ProblemException.Refused(
            $"The catalogue has no component \"{row.Component}\" any more",
            "Its file was removed after it was installed.",
            $"Put the file back into the folder of {ComponentsOptions.CatalogDirectoryKey}, and retry.");
        if (row.LastOperationId != context.OperationId)
        {
            throw ProblemException.Conflict($"{entry.Title} on {context.ClusterName} was changed by a later operation",
                "What this operation wanted is no longer what the portal was asked for.", "Start a new operation instead of retrying this one.");
        }

        if (context.Attempt > 1 && row.State == ReleaseState.Failed)
        {
            await MarkRunningAsync(db, context, cancellationToken);
        }

        var given = row.ProtectedValues is { } cipher ? protector.Unprotect(SecretProtector.ReleaseValues, cipher) : "";
        var layer = await systems.FindLayerAsync(context.ClusterId, entry.Name, operation.Version, cancellationToken);
        var applies = context.Kind is not (OperationKinds.UninstallComponent or OperationKinds.RollBackComponent);
        if (applies && layer is { Missing: [var missing, ..] })
        {
            throw ProblemException.Unavailable($"{entry.Title} cannot be installed on {context.ClusterName}",
                $"Its values need {missing}, which the step of its system has not found yet.", "Run the step, by changing the system, and retry.");
        }

        // What is there can be removed or put back, whatever the catalogue asks of values by now.
        var values = applies
            ? ReleaseValues.Screen(entry, operation.Version, given, layer)
            : ComponentValues.Merge(entry, operation.Version, given, layer);
        foreach (var secret in SecretValues.Find(given, entry.ValuesSchema).Concat(SecretValues.Lines(layer?.Secrets ?? [])))
        {
            context.Hide(secret);
        }

        return new LoadedRelease(row, entry, values, layer, operation, context.ClusterName);
    }

    public async Task<LoadedRelease> LoadAsync(StepContext context, CancellationToken cancellationToken) =>
        await FindAsync(context, cancellationToken) ?? throw ProblemException.Conflict(
            $"{context.Component} on {context.ClusterName} has been removed", "Its release is no longer among the portal's.", "Start a new install.");

    private static Task<int> MarkRunningAsync(PortalDbContext db, StepContext context, CancellationToken cancellationToken)
    {
        var state = context.Kind == OperationKinds.UninstallComponent ? ReleaseState.Uninstalling : ReleaseState.Installing;
        return db.ComponentReleases
            .Where(release => release.LastOperationId == context.OperationId && release.State == ReleaseState.Failed)
            .ExecuteUpdateAsync(set => set.SetProperty(release => release.State, state).SetProperty(release => release.StateReason, ""), cancellationToken);
    }
}

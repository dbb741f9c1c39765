using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Access.Factors;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Profiles;
using Portal.Core.Components.Systems;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces.Sources;
using Portal.Core.Rollouts;

namespace Portal.Core.Secrets;

/// <summary>Everything in the database that <see cref="SecretProtector"/> has encrypted.</summary>
public sealed class StoredSecrets(IDbContextFactory<PortalDbContext> contexts, SecretProtector protector)
{
    private const int BatchSize = 200;
    private const int MaxPasses = 5;

    /// <summary>
    /// Encrypts under the current key whatever is under another; returns how many values that were. Passes until nothing is
    /// left, as another process may store a value under an old key in the meantime.
    /// </summary>
    public async Task<int> ReencryptAsync(CancellationToken cancellationToken)
    {
        var (values, current) = (0, protector.CurrentKey());
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var changed = await ReencryptAsync<ClusterCredential>(
                    SecretProtector.ClusterToken, row => row.ClusterId, row => row.ProtectedToken, current, cancellationToken)
                + await ReencryptAsync<ComponentRelease>(
                    SecretProtector.ReleaseValues, row => row.Id, row => row.ProtectedValues, current, cancellationToken)
                + await ReencryptAsync<ComponentRelease>(
                    SecretProtector.ReleaseValues, row => row.Id, row => row.ProtectedLayer, current, cancellationToken)
                + await ReencryptAsync<InstalledSystem>(
                    SecretProtector.SystemSettings, row => row.Id, row => row.ProtectedSettings, current, cancellationToken)
                + await ReencryptAsync<InstalledSystem>(
                    SecretProtector.SystemSettings, row => row.Id, row => row.ProtectedBefore, current, cancellationToken)
                + await ReencryptAsync<SystemOutput>(
                    SecretProtector.SystemOutputs, row => row.Id, row => row.ProtectedText, current, cancellationToken)
                + await ReencryptAsync<ComponentRevision>(
                    SecretProtector.ReleaseValues, row => row.Id, row => row.ProtectedValues, current, cancellationToken)
                + await ReencryptAsync<RolloutChange>(
                    SecretProtector.ReleaseValues, row => row.OperationId, row => row.ProtectedValues, current, cancellationToken)
                + await ReencryptAsync<StoredProfile>(
                    SecretProtector.ReleaseValues, row => row.Id, row => row.ProtectedValues, current, cancellationToken)
                + await ReencryptAsync<MetricsSource>(
                    SecretProtector.MetricsSource, row => row.ClusterId, row => row.ProtectedSecret, current, cancellationToken)
                + await ReencryptAsync<GlobalEngine>(
                    SecretProtector.GlobalEngine, row => row.FleetId, row => row.ProtectedSecret, current, cancellationToken)
                + await ReencryptAsync<AlertmanagerSource>(
                    SecretProtector.AlertmanagerSource, row => row.ClusterId, row => row.ProtectedSecret, current, cancellationToken)
                + await ReencryptAsync<TraceSource>(
                    SecretProtector.TraceSource, row => row.ClusterId, row => row.ProtectedSecret, current, cancellationToken)
                + await ReencryptAsync<NotificationChannel>(
                    SecretProtector.NotificationChannel, row => row.Id, row => row.ProtectedSecrets, current, cancellationToken)
                + await ReencryptAsync<ApplicationRevision>(
                    SecretProtector.ApplicationSource, row => row.Id, row => row.ProtectedSource, current, cancellationToken)
                + await ReencryptAsync<ApplicationPreview>(
                    SecretProtector.ApplicationSource, row => row.Id, row => row.ProtectedContent, current, cancellationToken)
                + await ReencryptAsync<ApplicationSource>(
                    SecretProtector.ApplicationSource, row => row.Id, row => row.ProtectedSecrets, current, cancellationToken)
                + await ReencryptAsync<UserSession>(
                    SecretProtector.ProviderSession, row => row.Id, row => row.ProtectedRefreshToken, current, cancellationToken)
                + await ReencryptAsync<AccountFactors>(
                    SecretProtector.AuthenticatorKey, row => row.UserId, row => row.ProtectedKey, current, cancellationToken)
                + await ReencryptAsync<AccountFactors>(
                    SecretProtector.AuthenticatorKey, row => row.UserId, row => row.ProtectedPending, current, cancellationToken)
                + await ReencryptAsync<StoredPlan>(
                    SecretProtector.PlanValues, row => row.Id, row => row.ProtectedValues, current, cancellationToken);
            values += changed;
            if (changed == 0)
            {
                break;
            }
        }

        return values;
    }

    private async Task<int> ReencryptAsync<T>(
        string purpose, Expression<Func<T, Guid>> id, Expression<Func<T, byte[]?>> value, Guid? current, CancellationToken cancellationToken)
        where T : class
    {
        var (idName, valueName) = (NameOf(id), NameOf(value));
        var changed = 0;
        for (var last = Guid.Empty; ;)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var batch = await db.Set<T>().AsNoTracking()
                .Where(row => EF.Property<Guid>(row, idName) > last && EF.Property<byte[]?>(row, valueName) != null)
                .OrderBy(row => EF.Property<Guid>(row, idName))
                .Select(row => new { Id = EF.Property<Guid>(row, idName), Value = EF.Property<byte[]>(row, valueName) })
                .Take(BatchSize)
                .ToListAsync(cancellationToken);
            if (batch.Count == 0)
            {
                return changed;
            }

            last = batch[^1].Id;
            foreach (var old in batch.Where(old => SecretProtector.KeyIdOf(old.Value) != current))
            {
                var cipher = protector.Protect(purpose, protector.Unprotect(purpose, old.Value));

                // Only what was read is replaced: a token renewed in between stays.
                changed += await db.Set<T>()
                    .Where(row => EF.Property<Guid>(row, idName) == old.Id && EF.Property<byte[]?>(row, valueName) == old.Value)
                    .ExecuteUpdateAsync(update => update.SetProperty(row => EF.Property<byte[]?>(row, valueName), cipher), cancellationToken);
            }
        }
    }

    private static string NameOf<T, TValue>(Expression<Func<T, TValue>> property) => ((MemberExpression)property.Body).Member.Name;
}

using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Secrets;

internal sealed class KeyRotation(
    IDbContextFactory<PortalDbContext> contexts, MasterKeys masterKeys, IKeyManager ring, SecretProtector protector, TimeProvider time) : IKeyRotation
{
    private const int BatchSize = 200;
    private const int MaxPasses = 5;
    private static readonly XName EncryptedSecret = "encryptedSecret";

    public async Task<KeyRotationReport> RotateAsync(CancellationToken cancellationToken)
    {
        var ringKeys = await RewrapRingAsync(cancellationToken);
        var newest = await CreateKeyAsync(cancellationToken);
        var values = 0;

        // Another process may store a value under the old key in the meantime: pass until nothing is left.
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var changed = await ReencryptCredentialsAsync(newest, cancellationToken) + await ReencryptValuesAsync(newest, cancellationToken);
            values += changed;
            if (changed == 0)
            {
                break;
            }
        }

        return new KeyRotationReport(ringKeys, values);
    }

    private async Task<int> RewrapRingAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var count = 0;
        foreach (var row in await db.DataProtectionKeys.ToListAsync(cancellationToken))
        {
            var key = XElement.Parse(row.Xml ?? "<empty/>");

            // Revocations hold no secret.
            foreach (var secret in key.Descendants().Where(element => element.Name.LocalName == EncryptedSecret).ToList())
            {
                var inner = secret.Elements().Single();
                inner.ReplaceWith(masterKeys.Encrypt(masterKeys.Decrypt(inner)));
                count++;
            }

            row.Xml = key.ToString(SaveOptions.DisableFormatting);
        }

        await db.SaveChangesAsync(cancellationToken);
        return count;
    }

    private async Task<Guid> CreateKeyAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = ring.CreateNewKey(now, now.AddDays(90));
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (SecretProtector.KeyIdOf(protector.Protect(SecretProtector.ClusterToken, "")) == key.KeyId)
            {
                return key.KeyId;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }

        throw new CryptographicException("The key ring does not use its newest key: compare the clocks of the portal and of PostgreSQL, and rotate again.");
    }

    private async Task<int> ReencryptCredentialsAsync(Guid newest, CancellationToken cancellationToken)
    {
        var changed = 0;
        for (var last = Guid.Empty; ;)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var batch = await db.ClusterCredentials.AsNoTracking()
                .Where(credential => credential.ClusterId > last)
                .OrderBy(credential => credential.ClusterId)
                .Select(credential => new { credential.ClusterId, credential.ProtectedToken })
                .Take(BatchSize)
                .ToListAsync(cancellationToken);
            if (batch.Count == 0)
            {
                return changed;
            }

            last = batch[^1].ClusterId;
            foreach (var row in batch.Where(row => SecretProtector.KeyIdOf(row.ProtectedToken) != newest))
            {
                var cipher = Reencrypt(SecretProtector.ClusterToken, row.ProtectedToken);

                // Only what was read is replaced: a token renewed in between stays.
                changed += await db.ClusterCredentials
                    .Where(credential => credential.ClusterId == row.ClusterId && credential.ProtectedToken == row.ProtectedToken)
                    .ExecuteUpdateAsync(update => update.SetProperty(credential => credential.ProtectedToken, cipher), cancellationToken);
            }
        }
    }

    private async Task<int> ReencryptValuesAsync(Guid newest, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var changed = 0;
        foreach (var id in await db.ComponentReleases.Where(release => release.ProtectedValues != null).Select(release => release.Id).ToListAsync(cancellationToken))
        {
            var old = await db.ComponentReleases.Where(release => release.Id == id).Select(release => release.ProtectedValues).SingleOrDefaultAsync(cancellationToken);
            if (old is not null && SecretProtector.KeyIdOf(old) != newest)
            {
                var cipher = Reencrypt(SecretProtector.ReleaseValues, old);
                changed += await db.ComponentReleases.Where(release => release.Id == id && release.ProtectedValues == old)
                    .ExecuteUpdateAsync(update => update.SetProperty(release => release.ProtectedValues, cipher), cancellationToken);
            }
        }

        foreach (var id in await db.ComponentRevisions.Where(revision => revision.ProtectedValues != null).Select(revision => revision.Id).ToListAsync(cancellationToken))
        {
            var old = await db.ComponentRevisions.Where(revision => revision.Id == id).Select(revision => revision.ProtectedValues).SingleOrDefaultAsync(cancellationToken);
            if (old is not null && SecretProtector.KeyIdOf(old) != newest)
            {
                var cipher = Reencrypt(SecretProtector.ReleaseValues, old);
                changed += await db.ComponentRevisions.Where(revision => revision.Id == id && revision.ProtectedValues == old)
                    .ExecuteUpdateAsync(update => update.SetProperty(revision => revision.ProtectedValues, cipher), cancellationToken);
            }
        }

        return changed;
    }

    private byte[] Reencrypt(string purpose, byte[] cipher) => protector.Protect(purpose, protector.Unprotect(purpose, cipher));
}

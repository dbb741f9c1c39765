using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Data;

namespace Portal.Core.Secrets;

/// <summary>What a rotation does to the key ring. Each method may be run again.</summary>
public sealed class KeyRing(
    IDbContextFactory<PortalDbContext> contexts, NpgsqlDataSource dataSource, MasterKeys masterKeys, IKeyManager ring, SecretProtector protector, TimeProvider time)
{
    /// <summary>The channel on which processes tell each other that the ring has changed.</summary>
    internal const string Channel = "portal_keys";

    private static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(90);
    private static readonly XName EncryptedSecret = "encryptedSecret";

    /// <summary>Encrypts every key of the ring under the current master key. Returns how many were under another.</summary>
    public async Task<int> WrapAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var count = 0;
        foreach (var row in await db.DataProtectionKeys.ToListAsync(cancellationToken))
        {
            var key = XElement.Parse(row.Xml ?? "<empty/>");
            foreach (var inner in Secrets(key).Where(inner => !masterKeys.IsCurrent(inner)))
            {
                inner.ReplaceWith(masterKeys.Encrypt(masterKeys.Decrypt(inner)));
                row.Xml = key.ToString(SaveOptions.DisableFormatting);
                count++;
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return count;
    }

    /// <summary>Adds a key, unless one was added since <paramref name="since"/>; returns once this process encrypts with the newest.</summary>
    public async Task<Guid> AddKeyAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var newest = ring.GetAllKeys().Where(key => !key.IsRevoked && key.CreationDate >= since).MaxBy(key => key.CreationDate);
        var now = time.GetUtcNow();
        var wanted = (newest ?? ring.CreateNewKey(now, now + KeyLifetime)).KeyId;
        await TellAsync(cancellationToken);
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (protector.CurrentKey() == wanted)
            {
                return wanted;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }

        throw new CryptographicException("The key ring does not use its newest key: compare the clocks of the portal and of PostgreSQL, and rotate again.");
    }

    /// <summary>Revokes every key but the one that encrypts now. Returns how many that were.</summary>
    public async Task<int> RevokeOthersAsync(CancellationToken cancellationToken)
    {
        var current = protector.CurrentKey();
        var others = ring.GetAllKeys().Where(key => !key.IsRevoked && key.KeyId != current).ToList();
        foreach (var key in others)
        {
            ring.RevokeKey(key.KeyId, "rotated");
        }

        await TellAsync(cancellationToken);
        return others.Count;
    }

    /// <summary>The encrypted parts of one entry of the ring; revocations have none.</summary>
    internal static List<XElement> Secrets(XElement entry) =>
        [.. entry.Descendants().Where(element => element.Name.LocalName == EncryptedSecret).Select(secret => secret.Elements().Single())];

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"SELECT pg_notify('{Channel}', '')");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Portal.Core.Secrets;

/// <summary>
/// The key ring, which can be told to look into the database now: another process may have added a key, and the ring looks
/// by itself only once a day.
/// </summary>
internal sealed class SharedKeyRing(XmlKeyManager ring) : IKeyManager, IDisposable
{
    private CancellationTokenSource _changed = new();

    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate) => ring.CreateNewKey(activationDate, expirationDate);

    public IReadOnlyCollection<IKey> GetAllKeys() => ring.GetAllKeys();

    public CancellationToken GetCacheExpirationToken() =>
        CancellationTokenSource.CreateLinkedTokenSource(ring.GetCacheExpirationToken(), Volatile.Read(ref _changed).Token).Token;

    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null) => ring.RevokeAllKeys(revocationDate, reason);

    public void RevokeKey(Guid keyId, string? reason = null) => ring.RevokeKey(keyId, reason);

    /// <summary>The next use reads the database.</summary>
    public void Refresh() => Interlocked.Exchange(ref _changed, new CancellationTokenSource()).Cancel();

    public void Dispose() => _changed.Dispose();
}

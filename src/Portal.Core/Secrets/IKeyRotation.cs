namespace Portal.Core.Secrets;

/// <summary>Replaces the keys that protect what rests in the database.</summary>
public interface IKeyRotation
{
    /// <summary>
    /// Puts the whole ring under the current master key, adds a new key to it, and encrypts every stored credential and
    /// value under that. Safe to run again after a crash, and while the portal works; processes with the previous master key
    /// alone must be restarted with the new one.
    /// </summary>
    Task<KeyRotationReport> RotateAsync(CancellationToken cancellationToken);
}

/// <param name="RingKeys">Keys that were encrypted under the current master key.</param>
/// <param name="Values">Credentials and values that were encrypted under the new key.</param>
public sealed record KeyRotationReport(int RingKeys, int Values);

using Portal.Core.Access;

namespace Portal.Core.Secrets;

/// <summary>The feature service of the keys that protect what rests in the database. Every method needs <see cref="Permission.ManageSettings"/>.</summary>
public interface IKeyRotation
{
    /// <summary>The keys of the ring, the newest first.</summary>
    Task<IReadOnlyList<RingKey>> ListAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Starts the operation that puts the ring under the current master key, adds a key, encrypts every stored credential and
    /// value under it and revokes the keys before it; returns its id. Revoked keys open no session: everybody signs in again.
    /// </summary>
    Task<Guid> RotateAsync(Actor actor, CancellationToken cancellationToken);
}

/// <summary>A key of the ring, without anything of the key itself.</summary>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">From when on the ring encrypts nothing more with it; what it has encrypted stays readable.</param>
public sealed record RingKey(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, RingKeyState State);

public enum RingKeyState
{
    /// <summary>New values are encrypted with it.</summary>
    Current,

    /// <summary>Reads what it has encrypted.</summary>
    Older,

    /// <summary>Opens no session any more.</summary>
    Revoked,
}

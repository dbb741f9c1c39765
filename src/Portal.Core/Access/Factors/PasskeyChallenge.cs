namespace Portal.Core.Access.Factors;

/// <summary>What was asked of a browser, and is taken back once: whoever answers deletes the row.</summary>
public sealed class PasskeyChallenge
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Who registers a passkey; null where somebody signs in.</summary>
    public Guid? UserId { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

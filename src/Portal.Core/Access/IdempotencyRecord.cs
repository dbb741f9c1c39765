namespace Portal.Core.Access;

/// <summary>The answer to a POST made under an Idempotency-Key, replayed when the same key comes again within a day.</summary>
public sealed class IdempotencyRecord
{
    public required Guid UserId { get; init; }

    /// <summary>The header's value; at most 128 characters.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body: another request under the same key is refused.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>Null while the first request still runs.</summary>
    public int? Status { get; set; }

    public string? ContentType { get; set; }

    /// <summary>The recorded answer; null for answers that carry a secret, which are never kept.</summary>
    public string? Body { get; set; }

    public string? Location { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

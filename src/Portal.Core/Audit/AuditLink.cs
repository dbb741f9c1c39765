namespace Portal.Core.Audit;

/// <summary>A link of the chain: an entry's hash, and the hash of that with the link before. One byte changed anywhere breaks all that follow.</summary>
public sealed class AuditLink
{
    /// <summary>1, 2, 3, … without gaps.</summary>
    public required long Number { get; init; }

    public required long EntryId { get; init; }

    public required DateTimeOffset EntryAt { get; init; }

    /// <summary>SHA-256 of the entry as <see cref="AuditHash"/> writes it.</summary>
    public required byte[] EntryHash { get; init; }

    /// <summary>SHA-256 of the hash of the link before (32 zero bytes before the first), the number and <see cref="EntryHash"/>.</summary>
    public required byte[] Hash { get; init; }

    public DateTimeOffset LinkedAt { get; init; }
}

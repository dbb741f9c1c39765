namespace ClusterSim.Control;

/// <summary>A request that changed something, or tried to. <paramref name="Code"/> is the status answered.</summary>
/// <param name="User">Who sent it.</param>
/// <param name="ContentType">The form of the body as it was sent.</param>
/// <param name="Body">The body as JSON, whatever its form was; null where <see cref="Hosting.SimOptions.KeepBodies"/> is off, or none was sent.</param>
/// <param name="ImpersonatedUser">As whom; null when it was the sender's own.</param>
public sealed record AuditEntry(DateTimeOffset Time, string Verb, string Path, string User, int Code, string ContentType = "", string? Body = null,
    string? ImpersonatedUser = null, string UserAgent = "");

/// <summary>The writes of one cluster, the last 10,000 of them, for tests that prove that nothing happened twice.</summary>
public sealed class AuditLog
{
    private const int Limit = 10_000;

    private readonly Lock _gate = new();
    private Queue<AuditEntry>? _entries;

    public void Add(AuditEntry entry)
    {
        lock (_gate)
        {
            _entries ??= new Queue<AuditEntry>();
            _entries.Enqueue(entry);
            if (_entries.Count > Limit)
            {
                _entries.Dequeue();
            }
        }
    }

    public IReadOnlyList<AuditEntry> Entries()
    {
        lock (_gate)
        {
            return _entries is null ? [] : [.. _entries];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries = null;
        }
    }
}

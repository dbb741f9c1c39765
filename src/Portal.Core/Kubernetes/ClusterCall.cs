namespace Portal.Core.Kubernetes;

/// <summary>
/// For whom, and in what, requests to clusters are sent from here on: as a person by impersonation, or in an operation that their User-Agent
/// names. The cluster's own audit log leads back to both. It ends with what began it.
/// </summary>
public sealed class ClusterCall : IDisposable
{
    private static readonly AsyncLocal<ClusterCall?> Now = new();

    private readonly ClusterCall? _before;

    private ClusterCall(ClusterIdentity? person, Guid? operationId)
    {
        _before = Now.Value;
        Person = person ?? _before?.Person;
        OperationId = operationId ?? _before?.OperationId;
        Now.Value = this;
    }

    internal static ClusterCall? Current => Now.Value;

    internal ClusterIdentity? Person { get; }

    internal Guid? OperationId { get; }

    /// <summary>Until it is disposed of, requests act as this person. Begun by the method that disposes of it: what is awaited hears of it, callers do not.</summary>
    public static ClusterCall As(ClusterIdentity person) => new(person, null);

    /// <summary>Until it is disposed of, requests name this operation.</summary>
    public static ClusterCall In(Guid operationId) => new(null, operationId);

    public void Dispose() => Now.Value = _before;
}

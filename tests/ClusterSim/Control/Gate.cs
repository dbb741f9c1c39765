using System.Text.RegularExpressions;

namespace ClusterSim.Control;

/// <summary>
/// Holds requests at a known point until it is opened, or their client is gone: before they take effect, or after it and
/// before the answer. For tests that do something meanwhile.
/// </summary>
/// <param name="verb">Regular expression over the API verb.</param>
/// <param name="path">Regular expression over the path inside the cluster, with its query.</param>
/// <param name="afterEffect">The request takes effect first; only its answer is held.</param>
public sealed class Gate(string verb, string path, bool afterEffect = false)
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public bool AfterEffect { get; } = afterEffect;

    /// <summary>How many requests are held now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Open() => _open.TrySetResult();

    internal bool Holds(string requestVerb, string requestPath) =>
        !_open.Task.IsCompleted && Regex.IsMatch(requestVerb, verb) && Regex.IsMatch(requestPath, path);

    /// <summary>Ends when the gate opens. Throws OperationCanceledException when the client goes away before.</summary>
    internal async Task PassAsync(CancellationToken aborted)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _open.Task.WaitAsync(aborted);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}

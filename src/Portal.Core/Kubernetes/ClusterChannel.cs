using System.Threading.RateLimiting;
using Portal.Core.Problems;

namespace Portal.Core.Kubernetes;

/// <summary>The way of people's own requests to one cluster: bounded apart from the portal's own requests, so that neither starves the other.</summary>
public sealed class ClusterChannel : IDisposable
{
    private readonly ConcurrencyLimiter _requests;
    private readonly ConcurrencyLimiter _streams;

    internal ClusterChannel(string name, Uri apiServer, HttpMessageInvoker invoker, KubernetesOptions options)
    {
        Name = name;
        ApiServer = apiServer;
        Invoker = invoker;
        _requests = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = options.MaxProxiedPerCluster,
            QueueLimit = options.MaxQueuedPerCluster,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _streams = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = options.MaxProxiedStreamsPerCluster, QueueLimit = 0 });
    }

    /// <summary>As people call the cluster.</summary>
    public string Name { get; }

    public Uri ApiServer { get; }

    /// <summary>
    /// Sends requests under the portal's credential: a request says as whom by its <c>Impersonate-*</c> headers. One without an answer throws
    /// a <see cref="ProblemException"/>.
    /// </summary>
    public HttpMessageInvoker Invoker { get; }

    /// <summary>Waits for a turn, which the caller gives back. Null when too many wait, or too many streams are open.</summary>
    public async Task<IDisposable?> EnterAsync(bool isStream, CancellationToken cancellationToken)
    {
        var turn = isStream ? _streams.AttemptAcquire() : await _requests.AcquireAsync(1, cancellationToken);
        if (turn.IsAcquired)
        {
            return turn;
        }

        turn.Dispose();
        return null;
    }

    public void Dispose()
    {
        _requests.Dispose();
        _streams.Dispose();
        Invoker.Dispose();
    }
}

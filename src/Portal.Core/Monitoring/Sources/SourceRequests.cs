using System.Net;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Asks a cluster's metrics endpoint and reads its answer while it comes, within its time, its turn and the breaker.</summary>
internal sealed class SourceRequests(SourceDirectory directory, SourceClients clients, IOptions<MonitoringOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _all = new(options.Value.MaxRequests);

    /// <param name="send">Sends the question.</param>
    /// <param name="read">Reads the body.</param>
    /// <exception cref="MemberFaultException">There is no whole answer; the exception says why.</exception>
    public async Task<T> AskAsync<T>(
        Guid clusterId, Func<SourceClient, CancellationToken, Task<HttpResponseMessage>> send, Func<HttpResponseMessage, Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var source = await directory.FindAsync(clusterId, cancellationToken) ?? throw MemberFaults.NoSource();
        return await AskAsync(source, send, read, cancellationToken);
    }

    /// <summary>The same of an endpoint that is known already.</summary>
    public async Task<T> AskAsync<T>(
        KnownSource source, Func<SourceClient, CancellationToken, Task<HttpResponseMessage>> send, Func<HttpResponseMessage, Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var client = clients.For(source);

        // Waiting for a turn counts as well: a person waits for the whole.
        using var deadline = new CancellationTokenSource(options.Value.MemberTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var turn = await client.Turns.AcquireAsync(1, either.Token);
            if (!turn.IsAcquired)
            {
                throw MemberFaults.Busy();
            }

            await _all.WaitAsync(either.Token);
            try
            {
                return await client.Breaker.ExecuteAsync(async token => await OnceAsync(source.Use, client, send, read, deadline.Token, token), either.Token);
            }
            finally
            {
                _all.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw MemberFaults.TimedOut(options.Value.MemberTimeout);
        }
        catch (BrokenCircuitException)
        {
            throw MemberFaults.Resting(source.Use);
        }
    }

    public void Dispose() => _all.Dispose();

    private async Task<T> OnceAsync<T>(
        EndpointUse use, SourceClient client, Func<SourceClient, CancellationToken, Task<HttpResponseMessage>> send, Func<HttpResponseMessage, Stream, CancellationToken, Task<T>> read,
        CancellationToken deadline, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await send(client, cancellationToken);

            // Prometheus says why in JSON, with statuses of its own: the reader of the body finds it. Whoever stands before it does not.
            if (!answer.IsSuccessStatusCode
                && (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || answer.Content.Headers.ContentType?.MediaType != "application/json"))
            {
                throw MemberFaults.Status((int)answer.StatusCode, use);
            }

            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            return await read(answer, body, cancellationToken);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            // For the breaker: it does not count what was cancelled.
            throw MemberFaults.TimedOut(options.Value.MemberTimeout);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or Kubernetes.EgressDeniedException or Kubernetes.ClusterCertificateException)
        {
            throw SourceFaults.Describe(use, exception);
        }
    }
}

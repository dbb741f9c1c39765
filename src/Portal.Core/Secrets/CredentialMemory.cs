using System.Collections.Concurrent;
using Portal.Core.Kubernetes;

namespace Portal.Core.Secrets;

/// <summary>Uploaded credentials within one process: enough where the worker runs inside the web process.</summary>
public sealed class CredentialMemory(TimeProvider clock) : ICredentialHandover
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<Guid, (ScreenedKubeconfig Kubeconfig, DateTimeOffset Until)> _offers = new();

    public void Offer(Guid operationId, ScreenedKubeconfig kubeconfig)
    {
        Forget();
        _offers[operationId] = (kubeconfig, clock.GetUtcNow() + Kept);
    }

    public Task<ScreenedKubeconfig?> TakeAsync(Guid operationId, CancellationToken cancellationToken)
    {
        Forget();
        return Task.FromResult(_offers.TryGetValue(operationId, out var offer) ? offer.Kubeconfig : null);
    }

    public Task DiscardAsync(Guid operationId, CancellationToken cancellationToken)
    {
        _offers.TryRemove(operationId, out _);
        return Task.CompletedTask;
    }

    private void Forget()
    {
        var now = clock.GetUtcNow();
        foreach (var (operationId, offer) in _offers)
        {
            if (offer.Until < now)
            {
                _offers.TryRemove(operationId, out _);
            }
        }
    }
}

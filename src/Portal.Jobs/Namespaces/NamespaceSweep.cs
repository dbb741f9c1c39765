using Portal.Core.Namespaces.Delivery;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Namespaces;

/// <summary>Keeps namespaces what was approved.</summary>
internal sealed class NamespaceSweep(NamespaceKeeping keeping) : IRecurringJob
{
    public Task RunAsync(CancellationToken cancellationToken) => keeping.KeepAsync(cancellationToken);
}

using Portal.Core.Namespaces.Delivery;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Namespaces;

/// <summary>Ends the requests whose time is over.</summary>
internal sealed class NamespaceExpiry(NamespaceKeeping keeping) : IRecurringJob
{
    public Task RunAsync(CancellationToken cancellationToken) => keeping.ExpireAsync(cancellationToken);
}

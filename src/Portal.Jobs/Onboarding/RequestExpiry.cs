using Portal.Core.Onboarding.Requests;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Onboarding;

/// <summary>Ends the requests whose time is over.</summary>
internal sealed class RequestExpiry(RequestProgress progress) : IRecurringJob
{
    public Task RunAsync(CancellationToken cancellationToken) => progress.ExpireAsync(cancellationToken);
}

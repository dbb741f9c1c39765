using Portal.Core.Onboarding.Requests;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Onboarding;

/// <summary>Sends on the requests whose cluster has its profile.</summary>
internal sealed class RequestFollowing(RequestProgress progress) : IRecurringJob
{
    public Task RunAsync(CancellationToken cancellationToken) => progress.FollowProfilesAsync(cancellationToken);
}

using System.ComponentModel;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Traces;

namespace Portal.Web.Monitoring.Traces;

/// <summary>The clusters and the time that a question is for.</summary>
/// <param name="FleetId">Of one fleet; of all when left out.</param>
/// <param name="ClusterId">Of these clusters; of all when left out.</param>
internal sealed record TraceScope(
    Guid? FleetId, Guid[]? ClusterId, [property: Description("An hour before the end when left out.")] DateTimeOffset? Start, [property: Description("Now when left out.")] DateTimeOffset? End)
{
    public QueryScope Scope => new(FleetId, ClusterId is { Length: > 0 } ? ClusterId : null);

    public TraceWindow Window(TimeProvider time)
    {
        var end = End ?? time.GetUtcNow();
        return new TraceWindow(Start ?? (end > DateTimeOffset.UnixEpoch.AddHours(1) ? end.AddHours(-1) : DateTimeOffset.UnixEpoch), end);
    }
}

using System.ComponentModel;
using Portal.Core.Operations;
using Portal.Web.Api;

namespace Portal.Web.Operations;

/// <summary>A list of operations as an address asks for it.</summary>
internal sealed record OperationFilter(
    [property: Description("Queued, Running, Succeeded, Failed or Cancelled; repeat for any of several.")] string[]? State,
    [property: Description("Kinds such as cluster.join; repeat for any of several.")] string[]? Kind,
    Guid? ClusterId,
    Guid? FleetId,
    string? Component,
    [property: Description("Matched in target, component and actor, without case.")] string? Search,
    [property: Description("'next' of the page before.")] string? After,
    [property: Description("1 to 200 rows; 50 when left out.")] int? Take)
{
    public OperationQuery ToQuery() => new()
    {
        States = Words.Read<OperationState>(State, "state"),
        Kinds = Kind ?? [],
        ClusterId = ClusterId,
        FleetId = FleetId,
        Component = Component,
        Search = Search ?? "",
        After = After,
        Take = Math.Clamp(Take ?? 50, 1, 200),
    };
}

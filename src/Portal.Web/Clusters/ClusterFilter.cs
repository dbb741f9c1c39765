using System.ComponentModel;
using Portal.Core.Clusters;
using Portal.Web.Api;

namespace Portal.Web.Clusters;

/// <summary>A list of clusters as an address asks for it.</summary>
internal sealed record ClusterFilter(
    [property: Description("Matched anywhere in name, provider, region, version and labels, without case.")] string? Search,
    [property: Description("Ids of fleets; repeat for any of several.")] Guid[]? Fleet,
    [property: Description("Joining, Healthy, Degraded, Unreachable, Unknown or Leaving; repeat for any of several.")] string[]? State,
    [property: Description("Cloud, SelfManaged, Edge or ThirdParty; repeat for any of several.")] string[]? Kind,
    [property: Description("Repeat for any of several.")] string[]? Provider,
    [property: Description("Repeat for any of several.")] string[]? Region,
    [property: Description("Kubernetes versions; repeat for any of several.")] string[]? Version,
    [property: Description("Name, State, Provider, Region, Version, Nodes, CpuRequested, MemoryRequested or LastSeen.")] string? Sort,
    [property: Description("From the last to the first.")] bool? Descending,
    [property: Description("Rows to pass over.")] int? Skip,
    [property: Description("1 to 500 rows; 50 when left out.")] int? Take)
{
    public ClusterQuery ToQuery() => new()
    {
        Search = Search ?? "",
        Fleets = Fleet ?? [],
        States = Words.Read<ClusterState>(State, "state"),
        Kinds = Words.Read<ClusterKind>(Kind, "kind"),
        Providers = Provider ?? [],
        Regions = Region ?? [],
        Versions = Version ?? [],
        Sort = Sort is null ? ClusterSort.Name : Words.Read<ClusterSort>(Sort, "sort"),
        Descending = Descending ?? false,
        Skip = Skip ?? 0,
        Take = Take ?? 50,
    };
}

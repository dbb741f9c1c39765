using Portal.Core.Clusters;
using Portal.Core.Components;

namespace Portal.Web.Components;

/// <summary>The matrix of component × cluster.</summary>
/// <param name="Total">How many clusters there are under the search, shown or not.</param>
public sealed record MatrixData(
    IReadOnlyList<ComponentSummary> Components,
    IReadOnlyList<ClusterSummary> Clusters,
    int Total,
    IReadOnlyDictionary<(Guid Cluster, string Component), ReleaseSummary> Cells);

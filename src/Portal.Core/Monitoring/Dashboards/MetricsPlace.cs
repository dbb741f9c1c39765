using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.Dashboards;

/// <summary>Where on the way from all clusters down to one workload a person looks.</summary>
/// <param name="Cluster">Null for all clusters.</param>
/// <param name="Namespace">Null for all namespaces; without a cluster it says nothing.</param>
public sealed record MetricsPlace(string? Cluster = null, string? Namespace = null)
{
    public static MetricsPlace Everywhere { get; } = new();

    /// <summary>The label that tells apart what is below this place.</summary>
    public string Below => (Cluster, Namespace) switch
    {
        (null, _) => PortalLabels.Cluster,
        (_, null) => "namespace",
        _ => "pod",
    };

    /// <summary>An expression of this place: its parts are told apart by <paramref name="by"/>.</summary>
    internal string Fill(string expression, string by) => expression.Replace("$by", by, StringComparison.Ordinal).Replace("$here", Matchers, StringComparison.Ordinal);

    /// <summary>As they stand behind another matcher.</summary>
    private string Matchers => Cluster is null ? "" : $",{PortalLabels.Cluster}={PromqlTexts.Quote(Cluster)}{(Namespace is null ? "" : $",namespace={PromqlTexts.Quote(Namespace)}")}";
}

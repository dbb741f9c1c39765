using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Web.Monitoring;

/// <summary>Series by the names that people read.</summary>
internal static class SeriesNames
{
    /// <summary>As PromQL writes it: <c>up{cluster="frankfurt-1", job="api"}</c>.</summary>
    public static string Of(LabelSet labels)
    {
        var name = labels[LabelSet.MetricName];
        var rest = labels.WithoutName();
        return rest.Pairs.Count == 0 ? name.Length > 0 ? name : "{}" : $"{name}{rest}";
    }
}

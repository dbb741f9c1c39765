using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Queries.Evaluation;

/// <summary>The order of an instant answer. Over a range it means nothing, as with Prometheus.</summary>
internal static class Sorting
{
    public static SeriesSet Of(SeriesSet vector, FunctionCall call)
    {
        if (vector.Grid.Count > 1)
        {
            return vector;
        }

        var isDescending = call.Function.Name is "sort_desc" or "sort_by_label_desc";
        var labels = call.Arguments.OfType<StringLiteral>().Select(label => label.Value).ToArray();
        var byLabel = Comparer<Series>.Create((left, right) =>
            labels.Select(label => string.CompareOrdinal(left.Labels[label], right.Labels[label])).FirstOrDefault(order => order != 0));
        // NaN comes last, whichever way.
        var sorted = call.Function.Name switch
        {
            "sort" => vector.Series.OrderBy(series => double.IsNaN(series.Values[0])).ThenBy(series => series.Values[0]),
            "sort_desc" => vector.Series.OrderBy(series => double.IsNaN(series.Values[0])).ThenByDescending(series => series.Values[0]),
            _ => isDescending ? vector.Series.OrderDescending(byLabel) : vector.Series.Order(byLabel),
        };
        return vector with { Series = [.. sorted.ThenBy(series => series.Labels, LabelSet.Order)] };
    }
}

using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Queries.Evaluation;

/// <summary>Collects the values of a result; two values of one series at one step are a fault.</summary>
internal sealed class SeriesBuilder(TimeGrid grid)
{
    private readonly Dictionary<LabelSet, Series> _series = [];

    public void Set(LabelSet labels, int step, double value)
    {
        var values = Of(labels).Values;
        values[step] = Series.IsGap(values[step]) ? value : throw EvaluationFaults.Same(labels);
    }

    public void Set(LabelSet labels, int step, NativeHistogram histogram)
    {
        var series = Of(labels);
        if (series.Has(step))
        {
            throw EvaluationFaults.Same(labels);
        }

        if (series.Histograms is null)
        {
            _series[labels] = series = series with { Histograms = new NativeHistogram?[grid.Count] };
        }

        series.Histograms![step] = histogram;
    }

    /// <summary>Takes over whatever a series has at a step.</summary>
    public void Copy(LabelSet labels, int step, Series from)
    {
        if (from.Histograms?[step] is { } histogram)
        {
            Set(labels, step, histogram);
        }
        else if (!Series.IsGap(from.Values[step]))
        {
            Set(labels, step, from.Values[step]);
        }
    }

    public SeriesSet Build() => new(grid, [.. _series.Values]);

    private Series Of(LabelSet labels)
    {
        if (!_series.TryGetValue(labels, out var series))
        {
            _series[labels] = series = new Series(labels, Series.Gaps(grid.Count));
        }

        return series;
    }
}

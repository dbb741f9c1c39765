using Portal.Core.Monitoring.Queries.Planning;

namespace Portal.Core.Monitoring.Queries.Merging;

/// <summary>
/// The answers of clusters to one pushed query, merged as they come: no cluster's answer is kept once it is in. Sums are
/// compensated, so that they do not depend on who answered first.
/// </summary>
internal sealed class MergedLeaf(PushedQuery query, TimeGrid grid)
{
    private readonly Dictionary<LabelSet, Slot> _slots = [];

    public List<string> Warnings { get; } = [];

    public int SeriesCount => _slots.Count;

    /// <summary>A cluster's answer with the portal's labels on it. Many may be labelled at once; they are added one after the other.</summary>
    public IReadOnlyList<Series> Label(QueryMember member, IEnumerable<Series> answer)
    {
        var attached = member.Labels.Where(label => query.Attached.Contains(label.Key)).ToArray();
        return [.. answer.Select(series => series with { Labels = Labelled(series.Labels, attached) })];
    }

    /// <summary>Merges a labelled answer.</summary>
    public void Add(IEnumerable<Series> labelled)
    {
        foreach (var series in labelled)
        {
            if (_slots.TryGetValue(series.Labels, out var slot))
            {
                Merge(slot, series);
            }
            else
            {
                _slots[series.Labels] = new Slot(series.Labels, query.Merge == MergeRule.Group ? Ones(series) : (double[])series.Values.Clone(), series.Histograms);
            }
        }
    }

    public SeriesSet Result() => new(grid, [.. _slots.Values.Select(slot => slot.Finish()).OfType<Series>()]);

    /// <summary>The portal's labels go on; a label of the same name that the member has already takes another.</summary>
    internal static LabelSet Labelled(LabelSet labels, IReadOnlyCollection<KeyValuePair<string, string>> attached)
    {
        if (labels.Pairs.Any(pair => PortalLabels.Contains(pair.Key)))
        {
            var moved = labels.Pairs.Select(pair => PortalLabels.Contains(pair.Key)
                ? KeyValuePair.Create(PortalLabels.MovedName(pair.Key, name => labels[name].Length > 0), pair.Value)
                : pair);
            labels = LabelSet.Of(moved);
        }

        return attached.Count == 0 ? labels : labels.With(attached);
    }

    private double[] Ones(Series series)
    {
        var ones = Series.Gaps(grid.Count);
        for (var i = 0; i < ones.Length; i++)
        {
            ones[i] = series.Has(i) ? 1 : ones[i];
        }

        return ones;
    }

    private void Merge(Slot slot, Series series)
    {
        for (var i = 0; i < grid.Count; i++)
        {
            var (here, there) = (slot.Values[i], series.Values[i]);
            if (series.Histograms?[i] is { } histogram)
            {
                slot.AddHistogram(i, histogram, grid.Count, Warnings);
            }

            if (Series.IsGap(there))
            {
                continue;
            }

            slot.Values[i] = query.Merge switch
            {
                MergeRule.Group => 1,
                _ when Series.IsGap(here) => there,
                MergeRule.Sum => slot.Sum(i, there),
                // As a Prometheus does: any number counts before none.
                MergeRule.Min => here > there || double.IsNaN(here) ? there : here,
                MergeRule.Max => here < there || double.IsNaN(here) ? there : here,
                _ => Twice(here),
            };
        }
    }

    private double Twice(double first)
    {
        Warnings.Add("A cluster's server sent the same series twice; the first counts.");
        return first;
    }

    private sealed class Slot(LabelSet labels, double[] values, NativeHistogram?[]? histograms)
    {
        private double[]? _lost;
        private bool _broken;
        private NativeHistogram?[]? _histograms = (NativeHistogram?[]?)histograms?.Clone();

        public LabelSet Labels { get; } = labels;

        public double[] Values { get; } = values;

        /// <summary>Adds as Neumaier does: what rounding loses is kept beside the sum.</summary>
        public double Sum(int step, double value)
        {
            _lost ??= new double[Values.Length];
            return CompensatedSum.Add(Values[step], value, ref _lost[step]);
        }

        public void AddHistogram(int step, NativeHistogram histogram, int steps, List<string> warnings)
        {
            _histograms ??= new NativeHistogram?[steps];
            var sum = _histograms[step] is { } here ? NativeHistogram.Add(here, histogram) : histogram;
            if (sum is null)
            {
                _broken = true;
                warnings.Add("Native histograms of different resolutions were left out: their buckets cannot be added.");
            }

            _histograms[step] = sum ?? histogram;
        }

        public Series? Finish()
        {
            if (_broken)
            {
                return null;
            }

            var values = _lost is null ? Values : [.. Values.Select((value, i) => Series.IsGap(value) ? value : CompensatedSum.Finish(value, _lost[i]))];
            if (_histograms is null)
            {
                return new Series(Labels, values);
            }

            // A sum of numbers and histograms means nothing: where both are, neither is.
            var mixed = Enumerable.Range(0, values.Length).Where(i => _histograms[i] is not null && !Series.IsGap(values[i])).ToHashSet();
            return new Series(Labels, [.. values.Select((value, i) => mixed.Contains(i) ? Series.Gap : value)], [.. _histograms.Select((each, i) => mixed.Contains(i) ? null : each)]);
        }
    }
}

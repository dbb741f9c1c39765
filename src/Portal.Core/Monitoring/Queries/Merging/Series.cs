namespace Portal.Core.Monitoring.Queries.Merging;

/// <summary>A series over the steps of a grid.</summary>
/// <param name="Values">One value a step; <see cref="Gap"/> where there is none.</param>
/// <param name="Histograms">Native histograms by step, or null when it has none.</param>
public sealed record Series(LabelSet Labels, double[] Values, NativeHistogram?[]? Histograms = null)
{
    /// <summary>The value of a step without a sample: the pattern of bits by which Prometheus marks a stale sample, which no answer can hold.</summary>
    public static readonly double Gap = BitConverter.Int64BitsToDouble(0x7ff0000000000002);

    public static bool IsGap(double value) => BitConverter.DoubleToInt64Bits(value) == 0x7ff0000000000002;

    public static double[] Gaps(int count)
    {
        var values = new double[count];
        Array.Fill(values, Gap);
        return values;
    }

    public bool Has(int step) => !IsGap(Values[step]) || Histograms?[step] is not null;
}

/// <summary>Series over one grid.</summary>
public sealed record SeriesSet(TimeGrid Grid, IReadOnlyList<Series> Series)
{
    public static SeriesSet Nothing(TimeGrid grid) => new(grid, []);
}

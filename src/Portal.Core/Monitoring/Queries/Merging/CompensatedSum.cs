namespace Portal.Core.Monitoring.Queries.Merging;

/// <summary>Sums that hardly depend on the order of what is added (after Neumaier).</summary>
internal static class CompensatedSum
{
    public static double Add(double sum, double value, ref double lost)
    {
        var next = sum + value;
        lost += double.IsInfinity(next) ? 0 : Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
        return next;
    }

    public static double Finish(double sum, double lost) => double.IsFinite(sum) ? sum + lost : sum;

    public static double Of(IEnumerable<double> values)
    {
        var (sum, lost) = (0d, 0d);
        foreach (var value in values)
        {
            sum = Add(sum, value, ref lost);
        }

        return Finish(sum, lost);
    }
}

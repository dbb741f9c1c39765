namespace Portal.Core.Monitoring.Sources;

/// <summary>How much one question may bring in, from one cluster and from all together.</summary>
public sealed record AnswerLimits(long MaxBytesPerMember, int MaxSeriesPerMember, long MaxSamplesPerMember, int MaxSeries, long MaxSamples)
{
    public static AnswerLimits Default { get; } = new(64 << 20, 20_000, 2_000_000, 100_000, 10_000_000);
}

/// <summary>What of the limits is used up. Shared by all clusters of one question.</summary>
public sealed class AnswerBudget(AnswerLimits limits)
{
    private long _samples;
    private int _series;

    public AnswerLimits Limits { get; } = limits;

    internal void Spend(int series, long samples)
    {
        if (Interlocked.Add(ref _series, series) > Limits.MaxSeries)
        {
            throw MemberFaults.TooLarge("series with those of the clusters before it", Limits.MaxSeries);
        }

        if (Interlocked.Add(ref _samples, samples) > Limits.MaxSamples)
        {
            throw MemberFaults.TooLarge("samples with those of the clusters before it", Limits.MaxSamples);
        }
    }
}

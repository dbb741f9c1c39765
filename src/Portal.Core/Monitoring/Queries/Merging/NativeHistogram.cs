using System.Collections.Immutable;

namespace Portal.Core.Monitoring.Queries.Merging;

/// <summary>A bucket of a native histogram, as the HTTP API writes it.</summary>
/// <param name="Rule">0: open left, 1: open right, 2: open both, 3: closed both.</param>
public readonly record struct NativeBucket(int Rule, double Lower, double Upper, double Count);

/// <summary>A native histogram of the HTTP API: what was observed, counted in buckets whose bounds it brings along.</summary>
/// <param name="Buckets">Those with something in them, from the lowest.</param>
public sealed record NativeHistogram(double Count, double Sum, ImmutableArray<NativeBucket> Buckets)
{
    /// <summary>
    /// The sum, exact when both count in the same buckets; null when bounds overlap without being the same, since then no
    /// bucket's count can be told.
    /// </summary>
    public static NativeHistogram? Add(NativeHistogram left, NativeHistogram right)
    {
        var sum = ImmutableArray.CreateBuilder<NativeBucket>(left.Buckets.Length + right.Buckets.Length);
        foreach (var bucket in left.Buckets.Concat(right.Buckets).OrderBy(bucket => bucket.Lower).ThenBy(bucket => bucket.Upper))
        {
            var last = sum.Count == 0 ? default : sum[^1];
            if (sum.Count > 0 && (last.Rule, last.Lower, last.Upper) == (bucket.Rule, bucket.Lower, bucket.Upper))
            {
                sum[^1] = last with { Count = last.Count + bucket.Count };
            }
            else if (sum.Count > 0 && bucket.Lower < last.Upper)
            {
                return null;
            }
            else
            {
                sum.Add(bucket);
            }
        }

        return new NativeHistogram(left.Count + right.Count, left.Sum + right.Sum, sum.ToImmutable());
    }

    public NativeHistogram Scale(double factor) => new(Count * factor, Sum * factor, [.. Buckets.Select(bucket => bucket with { Count = bucket.Count * factor })]);
}

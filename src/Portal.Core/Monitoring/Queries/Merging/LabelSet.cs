using System.Diagnostics.CodeAnalysis;

namespace Portal.Core.Monitoring.Queries.Merging;

/// <summary>The labels of a series, in the order of their names. Two sets are equal when they say the same.</summary>
public sealed class LabelSet : IEquatable<LabelSet>
{
    public const string MetricName = "__name__";

    private readonly KeyValuePair<string, string>[] _pairs;
    private readonly int _hash;

    private LabelSet(KeyValuePair<string, string>[] sorted)
    {
        _pairs = sorted;
        var hash = default(HashCode);
        foreach (var (name, value) in sorted)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>By names and values, label after label.</summary>
    public static IComparer<LabelSet> Order { get; } = Comparer<LabelSet>.Create(Compare);

    public static LabelSet Empty { get; } = new([]);

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    /// <summary>The value of a label; the empty text where it is absent.</summary>
    public string this[string name] => Array.Find(_pairs, pair => pair.Key == name).Value ?? "";

    /// <summary>Labels with an empty value are left out; of a name that comes twice the last counts.</summary>
    public static LabelSet Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        KeyValuePair<string, string>[] sorted = [.. pairs];
        if (!IsAscending(sorted))
        {
            sorted = [.. sorted.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        }

        var kept = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var comesAgain = i + 1 < sorted.Length && sorted[i + 1].Key == sorted[i].Key;
            if (!comesAgain && sorted[i].Value.Length > 0)
            {
                sorted[kept++] = sorted[i];
            }
        }

        return kept == 0 ? Empty : new LabelSet(kept == sorted.Length ? sorted : sorted[..kept]);
    }

    public static LabelSet Of(params (string Name, string Value)[] pairs) => Of(pairs.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    public LabelSet With(IEnumerable<KeyValuePair<string, string>> more) => Of(_pairs.Concat(more));

    public LabelSet Without(params IEnumerable<string> names)
    {
        var dropped = names as ICollection<string> ?? [.. names];
        var rest = Array.FindAll(_pairs, pair => !dropped.Contains(pair.Key));
        return rest.Length == _pairs.Length ? this : new LabelSet(rest);
    }

    public LabelSet Only(IReadOnlyCollection<string> names) => new(Array.FindAll(_pairs, pair => names.Contains(pair.Key)));

    public LabelSet WithoutName() => Without(MetricName);

    public bool Equals([NotNullWhen(true)] LabelSet? other) =>
        ReferenceEquals(this, other) || other is not null && _hash == other._hash && _pairs.AsSpan().SequenceEqual(other._pairs);

    public override bool Equals(object? obj) => obj is LabelSet other && Equals(other);

    public override int GetHashCode() => _hash;

    public override string ToString() => $"{{{string.Join(", ", _pairs.Select(pair => $"{pair.Key}=\"{pair.Value}\""))}}}";

    /// <summary>As servers send them: nothing is to be sorted.</summary>
    private static bool IsAscending(ReadOnlySpan<KeyValuePair<string, string>> pairs)
    {
        for (var i = 1; i < pairs.Length; i++)
        {
            if (string.CompareOrdinal(pairs[i - 1].Key, pairs[i].Key) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int Compare(LabelSet left, LabelSet right)
    {
        var (mine, theirs) = (left._pairs, right._pairs);
        for (var i = 0; i < Math.Min(mine.Length, theirs.Length); i++)
        {
            var order = string.CompareOrdinal(mine[i].Key, theirs[i].Key);
            order = order != 0 ? order : string.CompareOrdinal(mine[i].Value, theirs[i].Value);
            if (order != 0)
            {
                return order;
            }
        }

        return mine.Length.CompareTo(theirs.Length);
    }
}

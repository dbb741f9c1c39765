using System.Buffers;

namespace Portal.Core.Distribution.Placement;

/// <summary>What a cluster's share is reckoned by.</summary>
internal readonly record struct WeightedCluster(string Name, long Weight);

/// <summary>
/// Divides replicas by weight with the Webster/Sainte-Laguë method: the next replica goes to the cluster with the highest
/// weight / (2 × replicas + 1). No cluster is ever more than one off its exact share, and adding replicas takes none away.
/// </summary>
internal static class WebsterApportionment
{
    /// <summary>Returns the shares in the order of <paramref name="weights"/>; all zero when the weights sum to zero.</summary>
    /// <param name="descending">True to break ties towards the later name: decided by the binding's UID, so that not every workload favours the same cluster.</param>
    public static int[] Divide(int replicas, ReadOnlySpan<WeightedCluster> weights, bool descending)
    {
        var shares = new int[weights.Length];
        if (!HasWeight(weights))
        {
            return shares;
        }

        var heap = ArrayPool<int>.Shared.Rent(weights.Length);
        var quotients = ArrayPool<double>.Shared.Rent(weights.Length);
        var bids = new Bids(weights, shares, heap.AsSpan(0, weights.Length), quotients, descending);
        bids.Order();
        for (; replicas > 0; replicas--)
        {
            bids.GiveToHighest();
        }

        ArrayPool<double>.Shared.Return(quotients);
        ArrayPool<int>.Shared.Return(heap);
        return shares;
    }

    /// <summary>Whether ties go to the later name: the lowest bit of the 32-bit FNV-1a hash of the binding's UID.</summary>
    public static bool BreaksTiesDescending(string bindingUid)
    {
        if (bindingUid.Length == 0)
        {
            return false;
        }

        // Karmada hashes with FNV-1a (hash/fnv New32a).
        var hash = 2166136261u;
        foreach (var character in bindingUid)
        {
            hash = (hash ^ (byte)character) * 16777619u;
        }

        return (hash & 1) == 1;
    }

    private static bool HasWeight(ReadOnlySpan<WeightedCluster> weights)
    {
        foreach (var (_, weight) in weights)
        {
            if (weight != 0)
            {
                return true;
            }
        }

        return false;
    }

    // A binary heap of the clusters, the highest bid at the top.
    private readonly ref struct Bids(ReadOnlySpan<WeightedCluster> weights, Span<int> shares, Span<int> heap, Span<double> quotients, bool descending)
    {
        private readonly ReadOnlySpan<WeightedCluster> _weights = weights;
        private readonly Span<int> _shares = shares;
        private readonly Span<int> _heap = heap;
        private readonly Span<double> _quotients = quotients;

        public void Order()
        {
            for (var i = 0; i < _heap.Length; i++)
            {
                _heap[i] = i;
                _quotients[i] = _weights[i].Weight;
            }

            for (var i = (_heap.Length / 2) - 1; i >= 0; i--)
            {
                Sink(i);
            }
        }

        public void GiveToHighest()
        {
            var cluster = _heap[0];
            _shares[cluster]++;
            _quotients[cluster] = _weights[cluster].Weight / ((2.0 * _shares[cluster]) + 1);
            Sink(0);
        }

        private void Sink(int at)
        {
            var cluster = _heap[at];
            for (var child = (2 * at) + 1; child < _heap.Length; child = (2 * at) + 1)
            {
                if (child + 1 < _heap.Length && Outbids(_heap[child + 1], _heap[child]))
                {
                    child++;
                }

                if (!Outbids(_heap[child], cluster))
                {
                    break;
                }

                _heap[at] = _heap[child];
                at = child;
            }

            _heap[at] = cluster;
        }

        private bool Outbids(int one, int other)
        {
            var (bid, against) = (_quotients[one], _quotients[other]);
            if (bid != against)
            {
                return bid > against;
            }

            if (_shares[one] != _shares[other])
            {
                return _shares[one] < _shares[other];
            }

            var byName = string.CompareOrdinal(_weights[one].Name, _weights[other].Name);
            return descending ? byName > 0 : byName < 0;
        }
    }
}

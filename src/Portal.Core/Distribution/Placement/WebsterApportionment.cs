namespace Portal.Core.Distribution.Placement;

/// <summary>
/// Divides replicas by weight with the Webster/Sainte-Laguë method: the next replica goes to the cluster with the highest
/// weight / (2 × replicas + 1). No cluster is ever more than one off its exact share, and adding replicas takes none away.
/// </summary>
internal static class WebsterApportionment
{
    /// <summary>Returns the shares in the order of <paramref name="weights"/>; all zero when the weights sum to zero.</summary>
    /// <param name="descending">True to break ties towards the later name: decided by the binding's UID, so that not every workload favours the same cluster.</param>
    public static int[] Divide(int replicas, IReadOnlyList<(string Name, long Weight)> weights, bool descending)
    {
        var shares = new int[weights.Count];
        if (weights.Count == 0 || weights.All(entry => entry.Weight == 0))
        {
            return shares;
        }

        var order = Comparer<Bid>.Create((left, right) =>
        {
            var byQuotient = right.Quotient.CompareTo(left.Quotient);
            if (byQuotient != 0)
            {
                return byQuotient;
            }

            var byShare = left.Share.CompareTo(right.Share);
            if (byShare != 0)
            {
                return byShare;
            }

            var byName = string.CompareOrdinal(left.Name, right.Name);
            return descending ? -byName : byName;
        });
        var queue = new PriorityQueue<int, Bid>(
            weights.Select((entry, index) => (index, new Bid(entry.Weight, 0, entry.Name))), order);
        for (; replicas > 0; replicas--)
        {
            var index = queue.Dequeue();
            shares[index]++;
            queue.Enqueue(index, new Bid(weights[index].Weight, shares[index], weights[index].Name));
        }

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

    private readonly record struct Bid(double Quotient, int Share, string Name)
    {
        public Bid(long weight, int share, string name)
            : this((double)weight / ((2.0 * share) + 1), share, name)
        {
        }
    }
}

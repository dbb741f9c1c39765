namespace Portal.Core.Kubernetes;

/// <summary>
/// The clients in use: at most so many, the least recently used dropped first, idle ones dropped in passing. A dropped
/// client is not disposed, as a caller may be in the middle of a request: its sockets close when idle, and it is collected
/// when nobody holds it any more.
/// </summary>
internal sealed class ClusterPool(KubernetesOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, LinkedListNode<(Guid Id, PooledCluster Cluster)>> _byId = [];

    // Most recently used first.
    private readonly LinkedList<(Guid Id, PooledCluster Cluster)> _byUse = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byId.Count;
            }
        }
    }

    public PooledCluster? Find(Guid id)
    {
        lock (_lock)
        {
            DropIdle();
            if (!_byId.TryGetValue(id, out var node))
            {
                return null;
            }

            node.Value.Cluster.UsedAt = time.GetTimestamp();
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Cluster;
        }
    }

    /// <summary>Adds the client, or returns the one that another caller added in the meantime.</summary>
    /// <param name="replacing">The outdated client that the caller saw, or null.</param>
    public PooledCluster Add(Guid id, PooledCluster cluster, PooledCluster? replacing)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(id, out var node))
            {
                if (!ReferenceEquals(node.Value.Cluster, replacing) && node.Value.Cluster.Stamp == cluster.Stamp)
                {
                    cluster.Client.Dispose();
                    return node.Value.Cluster;
                }

                Drop(node);
            }

            cluster.UsedAt = time.GetTimestamp();
            _byId[id] = _byUse.AddFirst((id, cluster));
            while (_byId.Count > options.MaxPooledClusters)
            {
                Drop(_byUse.Last!);
            }

            return cluster;
        }
    }

    public void Remove(Guid id)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(id, out var node))
            {
                Drop(node);
            }
        }
    }

    private void DropIdle()
    {
        while (_byUse.Last is { } last && time.GetElapsedTime(last.Value.Cluster.UsedAt) > options.IdleTimeout)
        {
            Drop(last);
        }
    }

    private void Drop(LinkedListNode<(Guid Id, PooledCluster Cluster)> node)
    {
        _byId.Remove(node.Value.Id);
        _byUse.Remove(node);
    }
}

using ClusterSim.Storage;

namespace ClusterSim.Controllers;

/// <summary>The controllers of one cluster: each change of the store wakes those that care; nothing polls, and an idle cluster costs nothing.</summary>
public sealed class ControllerLoop
{
    private readonly Cluster _cluster;
    private readonly Store _store;
    private readonly Lock _gate = new();
    private readonly Queue<(string Controller, string Ns, string Name)> _queue = [];
    private readonly HashSet<(string, string, string)> _queued = [];
    private readonly Dictionary<string, Action<ControllerLoop, string, string>> _controllers = new(StringComparer.Ordinal);
    private readonly List<Action<ControllerLoop, StoreChange>> _triggers = [];
    private bool _running;

    public ControllerLoop(Cluster cluster, Store store)
    {
        _cluster = cluster;
        _store = store;
        Registered.All(this);
    }

    public Cluster Cluster => _cluster;

    public Store Store => _store;

    public void Add(string name, Action<ControllerLoop, string, string> reconcile, Action<ControllerLoop, StoreChange> trigger)
    {
        _controllers[name] = reconcile;
        _triggers.Add(trigger);
    }

    public void Notify(StoreChange change)
    {
        foreach (var trigger in _triggers)
        {
            trigger(this, change);
        }
    }

    /// <summary>Runs a controller for an object soon; once, however often it is asked for.</summary>
    public void Enqueue(string controller, string ns, string name)
    {
        lock (_gate)
        {
            if (!_queued.Add((controller, ns, name)))
            {
                return;
            }

            _queue.Enqueue((controller, ns, name));
            if (_running)
            {
                return;
            }

            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static loop => loop.Run(), this, preferLocal: false);
    }

    public void EnqueueAfter(TimeSpan delay, string controller, string ns, string name)
    {
        if (delay <= TimeSpan.Zero)
        {
            Enqueue(controller, ns, name);
            return;
        }

        _ = Task.Delay(delay, _cluster.Time).ContinueWith(_ => Enqueue(controller, ns, name), TaskScheduler.Default);
    }

    private void Run()
    {
        while (true)
        {
            (string Controller, string Ns, string Name) item;
            lock (_gate)
            {
                if (!_queue.TryDequeue(out item))
                {
                    _running = false;
                    return;
                }

                _queued.Remove(item);
            }

            try
            {
                lock (_store.Gate)
                {
                    _controllers[item.Controller](this, item.Ns, item.Name);
                }
            }
            catch (Api.ApiException)
            {
                // What a controller may not write now, for example in a namespace that ends, it leaves.
            }
        }
    }
}

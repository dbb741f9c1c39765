using System.Text.RegularExpressions;

namespace ClusterSim.Control;

/// <summary>The faults of one cluster, in the order they were added.</summary>
public sealed class FaultList(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<Active> _faults = [];
    private readonly Random _random = new(1);
    private volatile bool _any;
    private volatile Gate? _gateway;

    public TimeProvider Time { get; } = time;

    public IReadOnlyList<Fault> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults.Select(f => f.Fault)];
            }
        }
    }

    public void Add(Fault fault)
    {
        lock (_gate)
        {
            _faults.Add(new Active(fault));
            _any = true;
        }
    }

    /// <summary>Puts a gate into the way of requests, in the place of the one before.</summary>
    public void Add(Gate gate) => _gateway = gate;

    /// <summary>The gate that holds this request, or null.</summary>
    public Gate? GateFor(string verb, string path) => _gateway is { } gate && gate.Holds(verb, path) ? gate : null;

    public void Clear()
    {
        _gateway?.Open();
        lock (_gate)
        {
            _faults.Clear();
            _any = false;
        }
    }

    public bool Has(FaultKind kind)
    {
        if (!_any)
        {
            return false;
        }

        lock (_gate)
        {
            return _faults.Exists(f => f.Begun && f.Fault.Kind == kind);
        }
    }

    /// <summary>The faults that strike this request; those with a count are used up by one.</summary>
    public IReadOnlyList<Fault> Strike(string verb, string path)
    {
        if (!_any)
        {
            return [];
        }

        lock (_gate)
        {
            List<Fault> hits = [];
            foreach (var active in _faults)
            {
                if (!active.Begun)
                {
                    active.Begun = Regex.IsMatch(verb, active.Fault.After!);
                    continue;
                }

                if (active.Fault.Hits(verb, path) && (active.Fault.Probability >= 1 || _random.NextDouble() < active.Fault.Probability))
                {
                    active.Used++;
                    hits.Add(active.Fault);
                }
            }

            _faults.RemoveAll(f => f.Fault.Count is { } count && f.Used >= count);
            _any = _faults.Count > 0;
            return hits;
        }
    }

    private sealed class Active(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public bool Begun { get; set; } = fault.After is null;

        public int Used { get; set; }
    }
}

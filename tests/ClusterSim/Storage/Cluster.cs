using ClusterSim.Access;
using ClusterSim.Control;
using ClusterSim.Controllers;
using ClusterSim.Hosting;
using ClusterSim.Metrics;
using ClusterSim.Schemas;

namespace ClusterSim.Storage;

/// <summary>One simulated cluster. What costs memory is made at its first use.</summary>
public sealed class Cluster
{
    private readonly Lazy<Store> _store;
    private readonly SimContext _context;
    private ControllerLoop? _controllers;
    private Registry? _registry;
    private Authorizer? _authorizer;
    private RequestMetrics? _requests;

    public Cluster(SimContext context, ClusterProfile profile)
    {
        _context = context;
        Profile = profile;
        AdminTokens = [profile.AdminToken];
        Authenticator = new Authenticator(this, context.Signer, context.Time);
        Faults = new FaultList(context.Time);
        _store = new Lazy<Store>(Begin);
    }

    public ClusterProfile Profile { get; private set; }

    public string Name => Profile.Name;

    public HashSet<string> AdminTokens { get; }

    public Authenticator Authenticator { get; }

    public FaultList Faults { get; }

    public AuditLog Audit { get; } = new();

    public TimeProvider Time => _context.Time;

    public SimContext Context => _context;

    /// <summary>The cluster has state of its own.</summary>
    public bool Used => _store.IsValueCreated;

    public Store Store => _store.Value;

    public Registry Registry => _registry ??= new Registry(Profile.Minor);

    /// <summary>Of the requests answered so far.</summary>
    public RequestMetrics Requests => LazyInitializer.EnsureInitialized(ref _requests);

    public Authorizer Authorizer => _authorizer ??= new Authorizer(Store);

    public ControllerLoop Controllers
    {
        get
        {
            _ = Store;
            return _controllers!;
        }
    }

    /// <summary>Gives the cluster another Kubernetes version; its custom resources stay.</summary>
    public void SetVersion(string version)
    {
        Profile = Profile with { Version = version };
        var custom = _registry?.Custom ?? [];
        _registry = new Registry(Profile.Minor) { Custom = custom };
    }

    public void SetNodes(int count)
    {
        Profile = Profile with { Nodes = count };
        if (Used)
        {
            NodeSeed.Apply(this);
        }
    }

    private Store Begin()
    {
        var store = new Store(ClusterSeed.FirstRevision);
        ClusterSeed.Fill(store, this);
        _controllers = new ControllerLoop(this, store);
        store.OnChange = _controllers.Notify;
        return store;
    }
}

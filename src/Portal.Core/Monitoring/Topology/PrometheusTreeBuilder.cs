using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.Topology;

/// <summary>Puts together what servers said of themselves and of each other. Pure.</summary>
internal sealed class PrometheusTreeBuilder
{
    /// <summary>The scrape jobs of the system prometheus-federation are called so, with the cluster's name behind.</summary>
    public const string OwnJob = "federate-";

    public const string Federation = "prometheus-federation";

    public const string Thanos = "thanos";

    /// <summary>Older samples are none of now, as for an instant query.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);

    private readonly IReadOnlyList<ServerLook> _looks;
    private readonly IReadOnlyList<DeclaredLink> _declared;
    private readonly DateTimeOffset _at;
    private readonly ServerAddresses _addresses;
    private readonly Dictionary<string, ServerPlace> _byCluster;
    private readonly Dictionary<string, TreeServer> _servers;
    private readonly Dictionary<(string Above, string Below), TreeLink> _links = [];

    private PrometheusTreeBuilder(IReadOnlyList<ServerLook> looks, IReadOnlyList<DeclaredLink> declared, DateTimeOffset at)
    {
        (_looks, _declared, _at) = (looks, declared, at);
        _addresses = new ServerAddresses(looks.Select(look => look.Place));
        _byCluster = looks.SelectMany(look => look.Place.Members, (look, member) => (member.Name, look.Place)).ToDictionary(pair => pair.Name, pair => pair.Place, StringComparer.Ordinal);
        _servers = looks.Select(Server).ToDictionary(server => server.Key, StringComparer.Ordinal);
    }

    /// <param name="looks">One for each server.</param>
    /// <param name="declared">What installed systems say.</param>
    /// <param name="coverage">Of which clusters the targets are known.</param>
    /// <param name="at">When the servers were asked.</param>
    public static PrometheusTree Build(IReadOnlyList<ServerLook> looks, IReadOnlyList<DeclaredLink> declared, Coverage coverage, DateTimeOffset at)
    {
        var builder = new PrometheusTreeBuilder(looks, declared, at);
        builder.AddFederations();
        builder.AddWrites();
        builder.AddDeclared();
        builder.AddHeld();
        var servers = builder._servers.Values.OrderBy(server => server.Name, StringComparer.Ordinal).ThenBy(server => server.Key, StringComparer.Ordinal).ToList();
        var links = builder._links.Values.OrderBy(link => link.Above, StringComparer.Ordinal).ThenBy(link => link.Below, StringComparer.Ordinal).ToList();
        return new PrometheusTree(servers, links, TreeRows.Of(servers, links), coverage, at);
    }

    private static TreeServer Server(ServerLook look)
    {
        var place = look.Place;
        var fleets = place.Engine is { } engine ? (IReadOnlyList<string>)[.. engine.Members.Select(member => member.LabelOrEmpty(PortalLabels.Fleet)).Distinct().Order(StringComparer.Ordinal)] : [];
        var clusters = place.Members.Select(member => member.Name).ToList();
        var state = look.Targets is not null ? TreeServerState.Answered : look.Fault is not null || look.HeldWhy.Length > 0 ? TreeServerState.Missing : TreeServerState.NotAsked;
        return new TreeServer(
            place.Key, clusters.Count > 0 ? string.Join(", ", clusters) : string.Join(", ", fleets), place.Engine is null ? TreeServerKind.Cluster : TreeServerKind.Engine,
            place.Source is { } source ? ServerAddresses.Words(source.Base) : "", clusters, fleets, place.Engine?.Engine.Kind, state)
        {
            Why = look.Fault?.Why ?? (state == TreeServerState.NotAsked ? "A server of this kind has no targets of its own." : look.HeldWhy),
            Fault = look.Fault?.Kind,
            Targets = look.Targets?.Tally,
            Lag = look.Targets?.Lag,
            Down = look.Targets?.Down ?? [],
            Took = look.Took,
        };
    }

    private void AddFederations()
    {
        foreach (var look in _looks)
        {
            foreach (var target in look.Targets?.Federated ?? [])
            {
                var state = target.Health switch { "up" => TreeLinkState.Up, "down" => TreeLinkState.Down, _ => TreeLinkState.Unknown };
                Add(new TreeLink(
                    look.Place.Key, Below(look.Place, target), TreeLinkKind.Federates, state, target.Pool.Length > 0 ? target.Pool : target.Job, target.Error, target.Lag(look.At)));
            }
        }
    }

    /// <summary>The server behind a target: of the cluster that the portal's own job is called after, else by its address.</summary>
    private string Below(ServerPlace above, ScrapeTarget target)
    {
        if (target.Pool.StartsWith(OwnJob, StringComparison.Ordinal) && target.Pool[OwnJob.Length..] is var cluster
            && _declared.Any(link => link.System == Federation && link.Below == cluster && above.Members.Any(member => member.Name == link.Above))
            && _byCluster.TryGetValue(cluster, out var own))
        {
            return own.Key;
        }

        return _addresses.Find(target.Root!, above)?.Key ?? Stranger(target.Root!, above);
    }

    private string Stranger(Uri address, ServerPlace seenFrom)
    {
        var key = ServerAddresses.UnknownKey(address, seenFrom);
        _servers.TryAdd(key, new TreeServer(key, address.Authority, TreeServerKind.Unknown, address.Authority, [], [], null, TreeServerState.NotAsked)
        {
            Why = "The portal knows no server at this address, or more than one.",
        });
        return key;
    }

    private void AddWrites()
    {
        foreach (var look in _looks)
        {
            foreach (var write in look.Writes)
            {
                TimeSpan? lag = write.SentUpTo is { } sent ? look.At - sent is var late && late > TimeSpan.Zero ? late : TimeSpan.Zero : null;
                var above = _addresses.Find(write.Url, look.Place, isWithinApi: true)?.Key ?? Stranger(write.Url, look.Place);
                var state = lag is null ? TreeLinkState.Unknown : lag > Stale ? TreeLinkState.Down : TreeLinkState.Up;
                Add(new TreeLink(above, look.Place.Key, TreeLinkKind.Writes, state, "", state == TreeLinkState.Down ? "Nothing was sent for more than five minutes." : "", lag));
            }
        }
    }

    private void AddDeclared()
    {
        var looks = _looks.ToDictionary(look => look.Place.Key, StringComparer.Ordinal);
        foreach (var link in _declared)
        {
            if (!_byCluster.TryGetValue(link.Below, out var below))
            {
                continue;
            }

            if (link.System == Thanos)
            {
                Add(new TreeLink(
                    ThanosOf(link.Above), below.Key, TreeLinkKind.Declared, TreeLinkState.Unknown, "", "The system has it so; the portal does not ask this server.", null));
            }
            else if (_byCluster.TryGetValue(link.Above, out var above))
            {
                var hasTold = looks[above.Key].Targets is not null;
                Add(new TreeLink(
                    above.Key, below.Key, TreeLinkKind.Declared, hasTold ? TreeLinkState.Down : TreeLinkState.Unknown, OwnJob + link.Below,
                    hasTold ? "The system has it so, and the server has no target for it." : "The system has it so; the server did not answer.", null));
            }
        }
    }

    private string ThanosOf(string cluster)
    {
        var key = $"thanos:{cluster}";
        _servers.TryAdd(key, new TreeServer(key, $"Thanos Query · {cluster}", TreeServerKind.System, "", [], [], null, TreeServerState.NotAsked)
        {
            Why = "Give its address as the global engine of the fleet, and it is asked.",
        });
        return key;
    }

    /// <summary>What an engine has of clusters that it is not seen to gather from, itself or through others.</summary>
    private void AddHeld()
    {
        foreach (var look in _looks.Where(look => look.Place.Engine is not null))
        {
            var seen = Reachable(look.Place.Key);
            foreach (var member in look.Place.Engine!.Value.Members)
            {
                if (!_byCluster.TryGetValue(member.Name, out var below) || below.Key == look.Place.Key || seen.Contains(below.Key))
                {
                    continue;
                }

                Add(look.Held is null
                    ? new TreeLink(look.Place.Key, below.Key, TreeLinkKind.Holds, TreeLinkState.Unknown, "", look.HeldWhy, null)
                    : look.Held.TryGetValue(member.Id, out var newest)
                        ? new TreeLink(look.Place.Key, below.Key, TreeLinkKind.Holds, TreeLinkState.Up, "", "", _at > newest ? _at - newest : TimeSpan.Zero)
                        : new TreeLink(look.Place.Key, below.Key, TreeLinkKind.Holds, TreeLinkState.Down, "", "The global engine has no samples of it at this time.", null));
            }
        }
    }

    private HashSet<string> Reachable(string from)
    {
        var below = _links.Keys.ToLookup(pair => pair.Above, pair => pair.Below, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(below[from]);
        while (open.TryPop(out var next))
        {
            if (seen.Add(next))
            {
                foreach (var one in below[next])
                {
                    open.Push(one);
                }
            }
        }

        return seen;
    }

    /// <summary>What was seen first of a pair counts; of several jobs the one by which nothing comes.</summary>
    private void Add(TreeLink link)
    {
        if (!_links.TryGetValue((link.Above, link.Below), out var known) || (known.Kind == link.Kind && known.State == TreeLinkState.Up && link.State == TreeLinkState.Down))
        {
            _links[(link.Above, link.Below)] = link;
        }
    }
}

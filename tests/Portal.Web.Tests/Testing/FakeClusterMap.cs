using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Monitoring.Topology;

namespace Portal.Web.Tests.Testing;

public sealed class FakeClusterMap : FakeService, IClusterMap
{
    public List<MapPlace> Places { get; } = [];

    public List<MapLink> Links { get; } = [];

    public bool IsGrouped { get; set; }

    public List<MapQuestion> Asked { get; } = [];

    public MapPlace Add(string name, ClusterState state = ClusterState.Healthy, MapPlaceKind kind = MapPlaceKind.Cluster, int clusters = 1)
    {
        var place = new MapPlace(
            $"{kind.ToString().ToLowerInvariant()}:{name}", kind, name, kind == MapPlaceKind.Fleet ? name : "edge", "aws", kind == MapPlaceKind.Fleet ? "" : "north", state,
            new Dictionary<ClusterState, int> { [state] = clusters }, ["submariner: member"])
        {
            SeenAt = Sample.Now.AddSeconds(-12),
        };
        Places.Add(place);
        return place;
    }

    public void Tie(string from, string to, SystemConnectionState state, string reason = "", double? latency = null, MapLinkKind kind = MapLinkKind.Tunnel) => Links.Add(new MapLink(
        FakeSystems.Id, kind == MapLinkKind.Tunnel ? "Submariner" : "Istio multi-cluster", kind, from, to, state, new Dictionary<SystemConnectionState, int> { [state] = 2 }, reason, latency,
        state == SystemConnectionState.Unknown ? null : Sample.Now.AddSeconds(-30)));

    public Task<ClusterMap> ReadAsync(MapQuestion question, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        Asked.Add(question);
        return new ClusterMap([.. Places], [.. Links], Links.Count, Places.Sum(place => place.Clusters), IsGrouped, question, Sample.Now);
    });
}

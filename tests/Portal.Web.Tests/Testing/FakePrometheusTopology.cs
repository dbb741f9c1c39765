using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Topology;

namespace Portal.Web.Tests.Testing;

public sealed class FakePrometheusTopology : FakeService, IPrometheusTopology
{
    public List<TreeRow> Rows { get; } = [];

    public List<MemberCoverage> Members { get; } = [];

    /// <summary>A cluster's server that answered, at the top.</summary>
    public TreeServer Answers(string cluster, int up = 3, params DownTarget[] down)
    {
        Members.Add(new MemberCoverage(Member(cluster), MemberPart.Answered, null, null, TimeSpan.FromMilliseconds(9)));
        var server = new TreeServer($"cluster:{cluster}", cluster, TreeServerKind.Cluster, $"{cluster}.example:9090", [cluster], [], null, TreeServerState.Answered)
        {
            Targets = new TargetTally(up, down.Length, 1),
            Lag = new ScrapeLag(TimeSpan.Zero, TimeSpan.FromSeconds(42), "node n1:9100"),
            Down = down,
        };
        Rows.Add(new TreeRow(server, 0, null, false, false));
        return server;
    }

    /// <summary>A cluster whose server said nothing.</summary>
    public void IsMissing(string cluster, MemberFaultKind fault = MemberFaultKind.TimedOut, string why = "It did not answer within 10 seconds.")
    {
        Members.Add(new MemberCoverage(Member(cluster), MemberPart.Missing, fault, why, TimeSpan.Zero));
        Rows.Add(new TreeRow(
            new TreeServer($"cluster:{cluster}", cluster, TreeServerKind.Cluster, "", [cluster], [], null, TreeServerState.Missing) { Why = why, Fault = fault }, 0, null, false, false));
    }

    /// <summary>One that is gathered from by the row before it.</summary>
    public void Below(TreeServer server, TreeLinkState state = TreeLinkState.Up, string why = "", bool isRepeated = false, bool isCircle = false)
    {
        Rows.RemoveAll(row => row.Server == server && row.Depth == 0 && !isRepeated);
        Rows.Add(new TreeRow(
            server, 1, new TreeLink(Rows[^1].Server.Key, server.Key, TreeLinkKind.Federates, state, "federate", why, TimeSpan.FromSeconds(7)), isRepeated, isCircle));
    }

    public static TreeServer Stranger(string address) => new($"unknown:{address}", address, TreeServerKind.Unknown, address, [], [], null, TreeServerState.NotAsked)
    {
        Why = "The portal knows no server at this address, or more than one.",
    };

    public Task<PrometheusTree> ReadAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
        new PrometheusTree([.. Rows.Select(row => row.Server).Distinct()], [.. Rows.Select(row => row.Link).OfType<TreeLink>()], [.. Rows], new Coverage([.. Members]), Sample.Now));

    private static QueryMember Member(string cluster) => QueryMember.Of(Guid.CreateVersion7(), cluster, "demo", null, null);
}

using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Connections;
using Portal.Jobs.Components.Systems.Istio;

namespace Portal.Jobs.Components.Systems.Connections;

/// <summary>
/// The ways between the clusters of a mesh. Istio tells nobody through the cluster's API whether traffic flows: what can be
/// seen is whether all that it needs is there, and fits together. Pure.
/// </summary>
internal static class MeshWays
{
    public static IReadOnlyList<ObservedConnection> Judge(IReadOnlyList<ClusterLook<MeshFacts>> looks)
    {
        var primary = looks.FirstOrDefault(look => look.Member.Role == IstioRoles.Primary);
        return
        [
            .. from look in looks
               from other in looks
               where look.Member.ClusterId != other.Member.ClusterId
               let found = Judge(look, other, primary)
               select new ObservedConnection(look.Member.ClusterId, other.Member.ClusterId, found.State, found.Reason),
        ];
    }

    private static Finding Judge(ClusterLook<MeshFacts> from, ClusterLook<MeshFacts> to, ClusterLook<MeshFacts>? primary)
    {
        ClusterLook<MeshFacts>?[] asked = [from, to, primary];
        if (asked.FirstOrDefault(look => look is { Facts: null }) is { } silent)
        {
            return new Finding(SystemConnectionState.Unknown, $"Cluster {silent.Member.ClusterName} did not answer.");
        }

        if (primary?.Facts is not { } leader)
        {
            return new Finding(SystemConnectionState.Missing, "The mesh has no primary.");
        }

        Finding[] findings =
        [
            .. new[] { from, to }.Where(look => look.Member.ClusterId != primary.Member.ClusterId)
                .SelectMany(look => new[] { Read(look, primary.Member, leader), Led(look, primary.Member, leader) }),
            Entered(from, to, leader),
        ];
        return findings.OrderBy(finding => Rank(finding.State)).First();
    }

    /// <summary>The primary reads a remote's endpoints.</summary>
    private static Finding Read(ClusterLook<MeshFacts> remote, SystemMember primary, MeshFacts leader)
    {
        var name = remote.Member.ClusterName;
        return !leader.Readers.TryGetValue(name, out var token)
            ? new Finding(SystemConnectionState.Missing, $"{primary.ClusterName} has no remote secret for {name}.")
            : token != remote.Facts!.ReaderToken
                ? new Finding(SystemConnectionState.Failed, $"{primary.ClusterName} reads {name} with a token that is not good there any more.")
                : Finding.Well;
    }

    /// <summary>A remote reaches the primary's control plane.</summary>
    private static Finding Led(ClusterLook<MeshFacts> remote, SystemMember primary, MeshFacts leader) => (leader.Gateway, remote.Facts!.LeadsTo) switch
    {
        (null, _) => new Finding(SystemConnectionState.Connecting, $"The east-west gateway of {primary.ClusterName} has no address yet."),
        (_, { Count: 0 }) => new Finding(SystemConnectionState.Missing, $"{remote.Member.ClusterName} has no way to the control plane."),
        ({ } gateway, var leads) when !leads.Contains(gateway) => new Finding(
            SystemConnectionState.Failed, $"{remote.Member.ClusterName} looks for the control plane at {leads[0]}, and it is at {gateway}."),
        _ => Finding.Well,
    };

    /// <summary>Traffic from another network comes in through the east-west gateway; within one network it needs none.</summary>
    private static Finding Entered(ClusterLook<MeshFacts> from, ClusterLook<MeshFacts> to, MeshFacts leader) =>
        from.Member.Network == to.Member.Network ? Finding.Well
        : to.Facts!.Gateway is null ? new Finding(SystemConnectionState.Connecting, $"The east-west gateway of {to.Member.ClusterName} has no address yet.")
        : !leader.IsOpen ? new Finding(SystemConnectionState.Missing, "The gateways of the mesh let in no services.")
        : Finding.Well;

    /// <summary>The worst first.</summary>
    private static int Rank(SystemConnectionState state) => state switch
    {
        SystemConnectionState.Failed => 0,
        SystemConnectionState.Missing => 1,
        SystemConnectionState.Connecting => 2,
        _ => 3,
    };

    private sealed record Finding(SystemConnectionState State, string Reason)
    {
        public static Finding Well { get; } = new(SystemConnectionState.Prepared, "");
    }
}

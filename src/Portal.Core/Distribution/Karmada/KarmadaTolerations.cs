using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Placement;

namespace Portal.Core.Distribution.Karmada;

/// <summary>
/// For how long an application stays on a cluster that Karmada calls lost, as tolerations of the taints that it gives to it. Karmada's admission
/// adds those of them that a policy does not have, with 300 seconds. Pure.
/// </summary>
internal static class KarmadaTolerations
{
    private const string Effect = "NoExecute";
    private static readonly string[] Lost = ["cluster.karmada.io/not-ready", "cluster.karmada.io/unreachable"];

    /// <param name="given">What the policy tolerates; that is not changed.</param>
    public static IReadOnlyList<ClusterToleration> Of(IReadOnlyList<ClusterToleration> given, FailoverPolicy? failover)
    {
        // Where a policy has none at all Karmada's own are no part of what the portal wrote.
        if (failover is null && given.Count == 0)
        {
            return given;
        }

        var seconds = failover?.AfterSeconds ?? FailoverPolicy.DefaultSeconds;
        return [.. given, .. Lost.Where(key => !given.Any(one => one.Key == key && one is { Operator: "Exists", Effect: Effect }))
            .Select(key => new ClusterToleration(key, "Exists", null, Effect, seconds))];
    }
}

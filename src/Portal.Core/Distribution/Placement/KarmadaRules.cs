namespace Portal.Core.Distribution.Placement;

/// <summary>Where releases of Karmada's scheduler differ in what they decide.</summary>
public enum KarmadaRules
{
    /// <summary>
    /// A zone selector's In matches a cluster with any of the zones; scaling down takes only from clusters that still qualify.
    /// </summary>
    Current,

    /// <summary>
    /// Karmada 1.16: In matches only when all of the cluster's zones are listed; scaling down divides over the whole previous
    /// assignment, also over clusters that no longer qualify.
    /// </summary>
    V116,
}

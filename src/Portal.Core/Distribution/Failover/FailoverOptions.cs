namespace Portal.Core.Distribution.Failover;

/// <summary>The section "Failover" of the configuration.</summary>
public sealed class FailoverOptions
{
    public const string Section = "Failover";

    /// <summary>When more than that share of a fleet's clusters, in hundredths, is lost at once, a person is asked: the portal itself may be cut off.</summary>
    public int OutagePercent { get; set; } = 50;
}

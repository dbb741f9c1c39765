namespace Portal.Web.Monitoring;

/// <summary>What the figures of a chart count.</summary>
public enum ChartUnit
{
    Plain,
    Bytes,

    /// <summary>Parts of one, shown in percent.</summary>
    Share,

    /// <summary>Parts of a hundred.</summary>
    Percent,
    Seconds,
    PerSecond,
    BytesPerSecond,
}

namespace Portal.Core.Monitoring.Dashboards;

/// <summary>What figures count, as they are shown.</summary>
public enum FigureUnit
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

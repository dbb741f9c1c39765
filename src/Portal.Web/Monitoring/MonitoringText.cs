namespace Portal.Web.Monitoring;

/// <summary>The texts of this feature's pages.</summary>
public sealed class MonitoringText;

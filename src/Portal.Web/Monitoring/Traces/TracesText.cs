namespace Portal.Web.Monitoring.Traces;

/// <summary>The texts of the pages for traces.</summary>
public sealed class TracesText;

namespace Portal.Core.Monitoring.Sources;

internal sealed class MetricsSourceTable() : EndpointTable<MetricsSource>("metrics_sources");

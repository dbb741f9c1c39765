using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Silences;

/// <summary>The Alertmanager that a person has given for a cluster. What the portal installed itself needs none.</summary>
public sealed class AlertmanagerSource : ClusterEndpoint;

internal sealed class AlertmanagerSourceTable() : EndpointTable<AlertmanagerSource>("alertmanager_sources");

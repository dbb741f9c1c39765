namespace Portal.Core.Kubernetes;

/// <summary>Which addresses the portal connects to on behalf of people's input.</summary>
public static partial class EgressPolicy;

namespace Portal.Core.Kubernetes;

/// <summary>The portal did not send a request, to spare a cluster that is busy.</summary>
internal sealed class HeldBackException(string message) : Exception(message);

namespace Portal.Core.Kubernetes;

/// <summary>The egress policy refuses the address that a host name stands for.</summary>
public sealed class EgressDeniedException(string host, string reason)
    : Exception($"The address of {host} is refused: {reason}")
{
    public string Host { get; } = host;

    /// <summary>In words, to follow "because".</summary>
    public string Reason { get; } = reason;
}

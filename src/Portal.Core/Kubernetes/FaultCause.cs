namespace Portal.Core.Kubernetes;

/// <summary>Why a call to a member failed.</summary>
public enum FaultCause
{
    Unknown,

    // There was no answer.
    NameNotFound,
    ConnectionRefused,
    Unreachable,
    TimedOut,
    Reset,
    Certificate,
    TlsHandshake,
    AddressDenied,

    /// <summary>The portal did not ask: the cluster failed too often just now, or too many requests wait for it.</summary>
    HeldBack,

    // There was one.
    Unauthorized,
    Forbidden,
    NotFound,
    Conflict,
    Invalid,
    TooManyRequests,
    ServerError,
    TooLarge,
    NotKubernetes,
}

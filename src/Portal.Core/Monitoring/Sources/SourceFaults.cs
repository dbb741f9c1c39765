using Portal.Core.Kubernetes;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Why a metrics endpoint cannot be reached, in words.</summary>
internal static class SourceFaults
{
    public static MemberFaultException Describe(EndpointUse use, Exception exception) => MemberFaults.Unreachable(
        use,
        KubernetesFaults.Classify(exception) switch
        {
            FaultCause.NameNotFound => "the name of its host does not resolve.",
            FaultCause.ConnectionRefused => "nothing listens there (connection refused).",
            FaultCause.TimedOut => "no connection came about in time.",
            FaultCause.Certificate => Certificate(exception),
            FaultCause.TlsHandshake => "TLS could not be agreed on.",
            FaultCause.AddressDenied => "the portal does not connect to this address (Egress:AllowNetworks).",
            FaultCause.Unreachable => "there is no route to it.",
            _ => "the connection ended before the answer did.",
        },
        exception);

    private static string Certificate(Exception exception) =>
        KubernetesFaults.Layers(exception).OfType<ClusterCertificateException>().FirstOrDefault() is { } certificate ? $"{certificate.Message}." : "its certificate is not trusted.";
}

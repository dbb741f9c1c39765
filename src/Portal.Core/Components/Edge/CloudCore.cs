namespace Portal.Core.Components.Edge;

/// <summary>The cloud side of KubeEdge in one cluster, as edge nodes meet it.</summary>
/// <param name="Version">"v1.23.0".</param>
/// <param name="Addresses">What its certificate is for, in the order in which it names them.</param>
/// <param name="HubPort">Where edge nodes connect to.</param>
/// <param name="CertificatePort">Where they get their certificate.</param>
/// <param name="Token">Lives for half a day; read anew for each command.</param>
public sealed record CloudCore(string Version, IReadOnlyList<string> Addresses, int HubPort, int CertificatePort, string Token)
{
    public const string Namespace = "kubeedge";
    public const string Name = "cloudcore";

    /// <summary>The Service that a load balancer serves it through.</summary>
    public const string LoadBalancer = "cloudcore-elb";

    public const int Hub = 10000;
    public const int Certificates = 10002;
    public const int Tunnel = 10004;

    /// <summary>On every edge node: edgecore sets it itself.</summary>
    public const string EdgeLabel = "node-role.kubernetes.io/edge";

    /// <summary>Without the token: records print themselves.</summary>
    public override string ToString() => $"CloudCore {{ Version = {Version} }}";
}

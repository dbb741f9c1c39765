namespace Portal.Core.Kubernetes;

/// <summary>How the portal talks to members. The defaults fit; each is bound from "Kubernetes:…".</summary>
public sealed class KubernetesOptions
{
    public const string Section = "Kubernetes";

    /// <summary>The time a request has for its whole answer. Watches and followed logs are exempt.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The time to open a connection, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests to one cluster at the same time, per process.</summary>
    public int MaxRequestsPerCluster { get; set; } = 8;

    /// <summary>Requests to one cluster that wait for their turn before more are refused.</summary>
    public int MaxQueuedPerCluster { get; set; } = 64;

    /// <summary>Requests of people through the proxy to one cluster at the same time, per process. Apart from the portal's own, so that neither waits for the other.</summary>
    public int MaxProxiedPerCluster { get; set; } = 16;

    /// <summary>Watches, followed logs and sessions in containers through the proxy to one cluster at the same time, per process.</summary>
    public int MaxProxiedStreamsPerCluster { get; set; } = 256;

    /// <summary>Bytes of one answer.</summary>
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Clients kept at the same time; the least recently used goes first. More than there are clusters, else a sweep over all
    /// of them finds each client dropped just before its turn.
    /// </summary>
    public int MaxPooledClusters { get; set; } = 10_000;

    /// <summary>A client that nobody asked for in this time is dropped.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a client is used before its address and token are compared with the database again.</summary>
    public TimeSpan RecheckAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a cluster that failed again and again is left alone.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);
}

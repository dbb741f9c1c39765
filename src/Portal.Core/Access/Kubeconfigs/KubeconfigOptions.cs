namespace Portal.Core.Access.Kubeconfigs;

/// <summary>Kubeconfigs and the proxy that they lead to. The defaults fit; each is bound from "Kubeconfigs:…".</summary>
public sealed class KubeconfigOptions
{
    public const string Section = "Kubeconfigs";

    /// <summary>How long a kubeconfig is good for, when nobody says how long.</summary>
    public TimeSpan DefaultLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest life that can be asked for, up to 12 hours.</summary>
    public TimeSpan LongestLife { get; set; } = TimeSpan.FromHours(12);

    /// <summary>After this time a watch, a followed log or a session in a container ends, whatever it does.</summary>
    public TimeSpan LongestStream { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The time that a request which is none of these has, from its first byte to the last of its answer.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(70);

    /// <summary>Bytes of a request's body. Kubernetes takes 3 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 3 * 1024 * 1024;

    /// <summary>Watches, followed logs and sessions in containers of one person at the same time, per process.</summary>
    public int StreamsPerPerson { get; set; } = 64;

    /// <summary>A PEM file with the authority that signed the certificate of the portal's public address; empty where clients trust it already.</summary>
    public string CertificateAuthorityFile { get; set; } = "";
}

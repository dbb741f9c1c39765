namespace Portal.Core.Kubernetes;

/// <summary>What an installation adds to the addresses that the portal refuses to connect to, or takes from them.</summary>
public sealed class EgressOptions
{
    public const string Section = "Egress";

    /// <summary>True for a demo or a test, whose clusters listen on this machine.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>More networks to refuse, as CIDR ("10.0.0.0/8"). Win over <see cref="AllowNetworks"/>.</summary>
    public IList<string> DenyNetworks { get; } = [];

    /// <summary>Networks to allow although the built-in rules refuse them, as CIDR.</summary>
    public IList<string> AllowNetworks { get; } = [];
}

namespace Portal.Web.Hosting;

/// <summary>The web process's own settings. Keys are those of the properties, under no common section.</summary>
public sealed class HostingOptions
{
    /// <summary>Database:Migrate. Bring the schema up to date at start.</summary>
    public bool Migrate { get; set; } = true;

    /// <summary>Worker:Inside. Run operations and schedules in this process.</summary>
    public bool WorkerInside { get; set; }

    /// <summary>Public:Url. How people and join commands reach the portal; null takes it from each request.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Proxy:Networks. Whose X-Forwarded-* headers are believed, as CIDR ("10.0.0.0/8"); empty for nobody's.</summary>
    public IReadOnlyList<System.Net.IPNetwork> ProxyNetworks { get; set; } = [];

    /// <summary>SignIn:PerAddressPerMinute. Attempts to sign in from one address.</summary>
    public int SignInsPerAddress { get; set; } = 30;

    /// <summary>SignIn:PerAccountPerMinute. Attempts to sign in to one account, from anywhere.</summary>
    public int SignInsPerAccount { get; set; } = 10;

    /// <summary>Join:PerAddressPerMinute. Calls of join commands from one address.</summary>
    public int JoinsPerAddress { get; set; } = 60;
}

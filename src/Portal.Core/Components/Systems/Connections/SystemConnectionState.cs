namespace Portal.Core.Components.Systems.Connections;

/// <summary>What is known of the way from one cluster of a system to another.</summary>
public enum SystemConnectionState
{
    /// <summary>Nobody could be asked, or not lately. Never told as if it were well.</summary>
    Unknown,

    /// <summary>The system itself says that it works.</summary>
    Connected,

    /// <summary>All that it needs is there on both sides; the system does not tell whether traffic flows.</summary>
    Prepared,

    /// <summary>It is being set up.</summary>
    Connecting,

    /// <summary>The system says that it is broken, or what it needs does not fit together.</summary>
    Failed,

    /// <summary>Nothing connects the two.</summary>
    Missing,
}

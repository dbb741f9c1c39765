namespace Portal.Core.Components.Edge;

/// <summary>What a person says of the machine that is to join.</summary>
/// <param name="NodeName">A DNS name of at most 63 characters that no node of the cluster has.</param>
/// <param name="RuntimeEndpoint">The socket, where it is not the runtime's usual one; else null.</param>
/// <param name="Address">An address or name of cloudcore, with or without a port, where it is not the one that cloudcore advertises; else null.</param>
public sealed record EdgeJoinRequest(
    string NodeName,
    EdgeRuntime Runtime = EdgeRuntime.Containerd,
    EdgeCgroupDriver CgroupDriver = EdgeCgroupDriver.Systemd,
    IReadOnlyDictionary<string, string>? Labels = null,
    string? RuntimeEndpoint = null,
    string? Address = null);

/// <summary>What runs the containers of an edge node.</summary>
public enum EdgeRuntime
{
    Containerd,

    CriO,

    /// <summary>Through cri-dockerd.</summary>
    Docker,

    Isulad,
}

/// <summary>Who manages the control groups of the machine: it must be the one that its runtime uses.</summary>
public enum EdgeCgroupDriver
{
    Systemd,
    Cgroupfs,
}

/// <summary>A command, shown once.</summary>
/// <param name="ExpiresAt">When cloudcore no longer takes the token.</param>
public sealed record EdgeJoinCommand(string NodeName, string Command, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the command: it carries the token.</summary>
    public override string ToString() => $"EdgeJoinCommand {{ NodeName = {NodeName} }}";
}

public enum EdgeNodeState
{
    /// <summary>Its command was made, and it has not come.</summary>
    Waiting,

    /// <summary>It did not come while its command's token was good.</summary>
    Expired,

    Ready,

    /// <summary>It is a node of the cluster, and is not ready: on its way, or offline.</summary>
    NotReady,
}

/// <param name="Reason">Why it is not ready; else empty.</param>
/// <param name="Version">Of its edgecore; empty until it has come.</param>
/// <param name="Since">When it came, or when its command was made.</param>
/// <param name="ExpiresAt">Of a command that is waited for; else null.</param>
/// <param name="CreatedBy">Who made its command; empty for one that the portal knows of none.</param>
public sealed record EdgeNodeView(
    string Name, EdgeNodeState State, string Reason, string Version, DateTimeOffset? Since, DateTimeOffset? ExpiresAt, string CreatedBy);

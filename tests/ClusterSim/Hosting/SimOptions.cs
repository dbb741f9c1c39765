using System.Security.Cryptography;

namespace ClusterSim.Hosting;

/// <summary>How a simulator is started.</summary>
public sealed class SimOptions
{
    /// <summary>How many clusters there are at the start; they are named <c>NamePrefix0</c>, <c>NamePrefix1</c> and so on.</summary>
    public int Clusters { get; init; } = 1;

    public string NamePrefix { get; init; } = "sim-";

    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>The version of every cluster (<c>v1.28.0</c>); without it, versions vary by index.</summary>
    public string? Version { get; init; }

    /// <summary>Nodes of every cluster; without it, three to six by index.</summary>
    public int? Nodes { get; init; }

    /// <summary>Where one kubeconfig for each cluster is written; none is without it.</summary>
    public string? KubeconfigDir { get; init; }

    /// <summary>Where the certificate authority and the key of the tokens are kept, so that kubeconfigs outlive the process; without it they are new at each start.</summary>
    public string? StateDir { get; init; }

    /// <summary>From a pod's scheduling to its being ready.</summary>
    public TimeSpan PodStart { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Gives each cluster a loopback address of its own (127.1.0.0 and up; Linux only), so that certificate faults hit one cluster alone.</summary>
    public bool AddressPerCluster { get; init; }

    /// <summary>Keeps the bodies of writes in the audit, secrets among them: for tests that hold them to a schema.</summary>
    public bool KeepBodies { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal byte[] TokenKey { get; set; } = RandomNumberGenerator.GetBytes(32);
}

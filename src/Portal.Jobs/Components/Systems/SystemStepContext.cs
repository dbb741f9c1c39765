using System.Text.Json.Nodes;
using k8s;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;

namespace Portal.Jobs.Components.Systems;

/// <summary>What a step of a system knows, and how it reaches the system's clusters.</summary>
internal sealed class SystemStepContext
{
    /// <summary>The operation that runs the step: its log and its report.</summary>
    public required StepContext Operation { get; init; }

    public required CatalogSystem System { get; init; }

    /// <summary>Of this installation of the system: one catalogue entry may be installed more than once.</summary>
    public required Guid SystemId { get; init; }

    /// <summary>The cluster that the step is run for.</summary>
    public required SystemMember Here { get; init; }

    /// <summary>All clusters of the system, <see cref="Here"/> too.</summary>
    public required IReadOnlyList<SystemMember> Members { get; init; }

    /// <summary>What the person gave for the whole system, over the defaults of its schema. May hold secrets.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>The person has asked an undo to go on where something does not answer or does not let go, and takes what that leaves behind.</summary>
    public bool Force { get; init; }

    /// <summary>Nothing is written: what would change something throws <see cref="ChangeNeededException"/>.</summary>
    public bool Looking { get; init; }

    public required IClusterConnections Connections { get; init; }

    public required ISystemOutputs Outputs { get; init; }

    /// <summary>The clusters that have a role.</summary>
    public IReadOnlyList<SystemMember> In(string role) => [.. Members.Where(member => member.Role == role)];

    /// <summary>Pooled: not to be disposed.</summary>
    public Task<IKubernetes> ConnectAsync(SystemMember member, CancellationToken cancellationToken) =>
        Connections.ConnectAsync(member.ClusterId, cancellationToken);

    /// <summary>Reads and writes there, with failures in words and an eye on whose an object is.</summary>
    public async Task<SystemCluster> OpenAsync(SystemMember member, CancellationToken cancellationToken) =>
        new(SystemId, member, await ConnectAsync(member, cancellationToken), Looking);

    public async Task<ClusterObjects> ReadAsync(SystemMember member, CancellationToken cancellationToken) =>
        new(await ConnectAsync(member, cancellationToken));

    public async Task<ClusterWriter> WriteAsync(SystemMember member, CancellationToken cancellationToken) =>
        new(await ConnectAsync(member, cancellationToken), member.ClusterName, Looking);

    /// <summary>What a step left for others: see <see cref="ISystemOutputs"/>.</summary>
    public Task<string?> FindOutputAsync(string step, string name, SystemMember member, CancellationToken cancellationToken) =>
        Outputs.FindAsync(SystemId, member.ClusterId, step, name, cancellationToken);

    /// <summary>Leaves a text for other steps and for the values of parts, as ${step.name}.</summary>
    public Task SaveOutputAsync(string step, string name, string text, CancellationToken cancellationToken) =>
        Outputs.SaveAsync(SystemId, Here.ClusterId, step, name, text, cancellationToken);
}

using System.Collections.Concurrent;
using Portal.Core.Components.Systems;

namespace Portal.IntegrationTests.Components.Systems;

/// <summary>What steps leave for each other, in memory.</summary>
internal sealed class MemoryOutputs : ISystemOutputs
{
    private readonly ConcurrentDictionary<(Guid System, Guid Cluster, string Step, string Name), string> _texts = new();

    public Task<string?> FindAsync(Guid system, Guid cluster, string step, string name, CancellationToken cancellationToken) =>
        Task.FromResult(_texts.GetValueOrDefault((system, cluster, step, name)));

    public Task SaveAsync(Guid system, Guid cluster, string step, string name, string text, CancellationToken cancellationToken)
    {
        _texts[(system, cluster, step, name)] = text;
        return Task.CompletedTask;
    }

    public Task<string> KeepFirstAsync(Guid system, Guid cluster, string step, string name, string text, CancellationToken cancellationToken) =>
        Task.FromResult(_texts.GetOrAdd((system, cluster, step, name), text));
}

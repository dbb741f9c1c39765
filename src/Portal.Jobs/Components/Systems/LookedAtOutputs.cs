using Portal.Core.Components.Systems;

namespace Portal.Jobs.Components.Systems;

/// <summary>Outputs of a step that only looks: one that would become another throws <see cref="ChangeNeededException"/>.</summary>
internal sealed class LookedAtOutputs(ISystemOutputs inner) : ISystemOutputs
{
    public Task<string?> FindAsync(Guid system, Guid cluster, string step, string name, CancellationToken cancellationToken) =>
        inner.FindAsync(system, cluster, step, name, cancellationToken);

    public async Task SaveAsync(Guid system, Guid cluster, string step, string name, string text, CancellationToken cancellationToken)
    {
        if (await inner.FindAsync(system, cluster, step, name, cancellationToken) != text)
        {
            throw new ChangeNeededException();
        }
    }

    public async Task<string> KeepFirstAsync(Guid system, Guid cluster, string step, string name, string text, CancellationToken cancellationToken) =>
        await inner.FindAsync(system, cluster, step, name, cancellationToken) ?? throw new ChangeNeededException();
}

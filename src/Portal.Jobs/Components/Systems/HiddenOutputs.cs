using Portal.Core.Components.Systems;
using Portal.Core.Operations;

namespace Portal.Jobs.Components.Systems;

/// <summary>Outputs that an operation's log never shows: each is hidden from it before the step can write it there.</summary>
internal sealed class HiddenOutputs(ISystemOutputs inner, StepContext operation) : ISystemOutputs
{
    public async Task<string?> FindAsync(Guid system, Guid cluster, string step, string name, CancellationToken cancellationToken) =>
        await inner.FindAsync(system, cluster, step, name, cancellationToken) is { } text ? Hidden(text) : null;

    public Task SaveAsync(Guid system, Guid cluster, string step, string name, string text, CancellationToken cancellationToken) =>
        inner.SaveAsync(system, cluster, step, name, Hidden(text), cancellationToken);

    public async Task<string> KeepFirstAsync(Guid system, Guid cluster, string step, string name, string text, CancellationToken cancellationToken) =>
        Hidden(await inner.KeepFirstAsync(system, cluster, step, name, Hidden(text), cancellationToken));

    private string Hidden(string text)
    {
        foreach (var part in SecretValues.Lines([text]))
        {
            operation.Hide(part);
        }

        return text;
    }
}

namespace Portal.Core.Components.Systems;

/// <summary>
/// What the steps of a system leave for each other and for the values of parts: addresses, tokens, certificates. All of it is
/// encrypted at rest, and goes when the system does.
/// </summary>
public interface ISystemOutputs
{
    /// <param name="system">The installed system's id.</param>
    /// <param name="cluster">The cluster that the step was run for; <see cref="Guid.Empty"/> for what belongs to the system as a whole.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="name">The step's own name for it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null when the step has not left it yet.</returns>
    Task<string?> FindAsync(Guid system, Guid cluster, string step, string name, CancellationToken cancellationToken);

    /// <summary>Replaces what was there.</summary>
    Task SaveAsync(Guid system, Guid cluster, string step, string name, string text, CancellationToken cancellationToken);

    /// <summary>Keeps what was there first, and returns what is kept: two that make the same thing at once end with one.</summary>
    Task<string> KeepFirstAsync(Guid system, Guid cluster, string step, string name, string text, CancellationToken cancellationToken);
}

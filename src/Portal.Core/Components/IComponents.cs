using Portal.Core.Access;

namespace Portal.Core.Components;

/// <summary>The feature service of components. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IComponents
{
    /// <summary>The catalogue with how often each entry is installed.</summary>
    Task<IReadOnlyList<ComponentSummary>> ListAsync(Actor actor, CancellationToken cancellationToken);

    Task<ComponentDetail> GetAsync(string component, Actor actor, CancellationToken cancellationToken);

    /// <summary>All releases of a component, or on a cluster, or both.</summary>
    Task<IReadOnlyList<ReleaseSummary>> ListReleasesAsync(string? component, Guid? clusterId, Actor actor, CancellationToken cancellationToken);

    Task<ReleaseDetail> GetReleaseAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken);

    /// <summary>Installs on each cluster (1 to 500): one operation each; returns their ids in order.</summary>
    Task<IReadOnlyList<StartedOperation>> InstallAsync(InstallRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>The values that an upgrade would change on each cluster, secrets blanked out. Changes nothing.</summary>
    Task<IReadOnlyList<ValuesComparison>> CompareValuesAsync(InstallRequest request, Actor actor, CancellationToken cancellationToken);

    Task<IReadOnlyList<StartedOperation>> UpgradeAsync(InstallRequest request, Actor actor, CancellationToken cancellationToken);

    Task<Guid> RollBackAsync(Guid clusterId, string component, int revision, Actor actor, CancellationToken cancellationToken);

    Task<Guid> UninstallAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken);
}

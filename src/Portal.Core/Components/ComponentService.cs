using Portal.Core.Access;

namespace Portal.Core.Components;

/// <summary>Authorises, and passes on.</summary>
internal sealed class ComponentService(ComponentQueries queries, ComponentChanges changes, ValuesComparer comparer) : IComponents
{
    public Task<IReadOnlyList<ComponentSummary>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        return queries.ListAsync(cancellationToken);
    }

    public Task<ComponentDetail> GetAsync(string component, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        return queries.GetAsync(component, cancellationToken);
    }

    public Task<IReadOnlyList<ReleaseSummary>> ListReleasesAsync(
        string? component, Guid? clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        return queries.ListReleasesAsync(component, clusterId, cancellationToken);
    }

    public Task<ReleaseDetail> GetReleaseAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        return queries.GetReleaseAsync(clusterId, component, AccessPolicy.Allows(actor, Permission.ManageComponents), cancellationToken);
    }

    public Task<IReadOnlyList<StartedOperation>> InstallAsync(InstallRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        return changes.StartAsync(request, upgrade: false, actor, cancellationToken);
    }

    public Task<IReadOnlyList<ValuesComparison>> CompareValuesAsync(InstallRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        return comparer.CompareAsync(request, cancellationToken);
    }

    public Task<IReadOnlyList<StartedOperation>> UpgradeAsync(InstallRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        return changes.StartAsync(request, upgrade: true, actor, cancellationToken);
    }

    public Task<Guid> RollBackAsync(Guid clusterId, string component, int revision, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        return changes.RollBackAsync(clusterId, component, revision, actor, cancellationToken);
    }

    public Task<Guid> UninstallAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        return changes.UninstallAsync(clusterId, component, actor, cancellationToken);
    }
}

using Portal.Core.Access;
using Portal.Core.Components;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeComponents : FakeService, IComponents
{
    public List<ComponentDetail> Catalogue { get; } = [];

    public List<ReleaseDetail> Releases { get; } = [];

    /// <summary>Thrown by reads of one entry of the catalogue.</summary>
    public Exception? DetailFault { get; set; }

    /// <summary>Thrown by reads of one release.</summary>
    public Exception? ReleaseFault { get; set; }

    public List<InstallRequest> Installed { get; } = [];

    public List<InstallRequest> Upgraded { get; } = [];

    /// <summary>What every comparison of values comes to.</summary>
    public List<ValuesComparison> Comparisons { get; } = [];

    public List<(Guid Cluster, string Component, int Revision)> RolledBack { get; } = [];

    public List<(Guid Cluster, string Component)> Uninstalled { get; } = [];

    /// <summary>Clusters that refuse an install, and why.</summary>
    public Dictionary<Guid, string> Refusals { get; } = [];

    public Task<IReadOnlyList<ComponentSummary>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ComponentSummary>>(() => Catalogue.ConvertAll(component => component.Summary));

    public Task<ComponentDetail> GetAsync(string component, Actor actor, CancellationToken cancellationToken) =>
        DetailFault is { } fault
            ? Task.FromException<ComponentDetail>(fault)
            : ReadAsync(() => Catalogue.SingleOrDefault(entry => entry.Summary.Name == component) ?? throw ProblemException.NotFound("There is no such component"));

    public Task<IReadOnlyList<ReleaseSummary>> ListReleasesAsync(
        string? component, Guid? clusterId, Actor actor, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<ReleaseSummary>>(
        () => [.. Releases.Select(release => release.Summary).Where(release =>
            (component is null || release.Component == component) && (clusterId is null || release.ClusterId == clusterId))]);

    public Task<ReleaseDetail> GetReleaseAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken) =>
        ReleaseFault is { } fault
            ? Task.FromException<ReleaseDetail>(fault)
            : ReadAsync(() => Releases.Single(release => release.Summary.ClusterId == clusterId && release.Summary.Component == component));

    public Task<IReadOnlyList<StartedOperation>> InstallAsync(InstallRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Installed.Add(request);
        return ActAsync(() => Start(request));
    }

    public Task<IReadOnlyList<ValuesComparison>> CompareValuesAsync(InstallRequest request, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ValuesComparison>>(() => Comparisons);

    public Task<IReadOnlyList<StartedOperation>> UpgradeAsync(InstallRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Upgraded.Add(request);
        return ActAsync(() => Start(request));
    }

    public Task<Guid> RollBackAsync(Guid clusterId, string component, int revision, Actor actor, CancellationToken cancellationToken)
    {
        RolledBack.Add((clusterId, component, revision));
        return ActAsync(() => Sample.OperationId);
    }

    public Task<Guid> UninstallAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken)
    {
        Uninstalled.Add((clusterId, component));
        return ActAsync(() => Sample.OperationId);
    }

    private IReadOnlyList<StartedOperation> Start(InstallRequest request) =>
        [.. request.ClusterIds.Select(cluster => Refusals.TryGetValue(cluster, out var why)
            ? new StartedOperation(cluster, null, why)
            : new StartedOperation(cluster, Sample.OperationId, null))];
}

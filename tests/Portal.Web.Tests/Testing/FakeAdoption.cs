using Portal.Core.Access;
using Portal.Core.Components.Adoption;

namespace Portal.Web.Tests.Testing;

public sealed class FakeAdoption : FakeService, IReleaseAdoption
{
    public List<DiscoveredReleaseView> Found { get; } = [];

    public DateTimeOffset? SeenAt { get; set; } = Sample.Now.AddMinutes(-5);

    public List<Guid> Asked { get; } = [];

    public List<AdoptionRequest> Adopted { get; } = [];

    public List<(Guid Cluster, string Component)> Forgotten { get; } = [];

    /// <summary>Why every adoption is refused, or null.</summary>
    public string? Why { get; set; }

    public static DiscoveredReleaseView Release(string name = "batch", MatchKind match = MatchKind.Certain, params string[] components) => new(
        Sample.ClusterId, "member1", "jobs", name, 3, "deployed", "volcano", "1.10.0", "1.10.0", Sample.Now.AddDays(-2), match,
        match == MatchKind.None ? [] : components.Length > 0 ? components : ["volcano"], InCatalogue: false, match == MatchKind.None ? "The catalogue has no component with the chart volcano." : null);

    public Task<DiscoveredReleases> ListAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new DiscoveredReleases(SeenAt, Asked.Contains(clusterId), "", [.. Found]));

    public Task<IReadOnlyList<DiscoveredReleaseView>> ListFleetAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<DiscoveredReleaseView>>(() => [.. Found]);

    public Task RefreshAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Asked.Add(clusterId);
        return true;
    });

    public Task<IReadOnlyList<StartedAdoption>> AdoptAsync(IReadOnlyList<AdoptionRequest> requests, Actor actor, CancellationToken cancellationToken)
    {
        Adopted.AddRange(requests);
        return ActAsync<IReadOnlyList<StartedAdoption>>(() =>
            [.. requests.Select(request => new StartedAdoption(request.ClusterId, request.Namespace, request.Name, Why is null ? Sample.OperationId : null, Why))]);
    }

    public Task ForgetAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Forgotten.Add((clusterId, component));
        return true;
    });
}

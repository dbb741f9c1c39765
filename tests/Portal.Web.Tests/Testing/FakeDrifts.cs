using Portal.Core.Access;
using Portal.Core.Components.Drift;

namespace Portal.Web.Tests.Testing;

public sealed class FakeDrifts : FakeService, IReleaseDrifts
{
    /// <summary>What every comparison comes to.</summary>
    public DriftDetail Drift { get; set; } = new(DriftState.Unknown, null, false, "", 0, 0, [], []);

    /// <summary>The state of releases in lists; others are unknown.</summary>
    public Dictionary<Guid, DriftSummary> States { get; } = [];

    public List<AcceptDriftRequest> Accepted { get; } = [];

    public List<Guid> Withdrawn { get; } = [];

    public List<IReadOnlyList<string>?> Repaired { get; } = [];

    public int Asked { get; private set; }

    public Task<IReadOnlyDictionary<Guid, DriftSummary>> ListAsync(string? component, Guid? clusterId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyDictionary<Guid, DriftSummary>>(() => States);

    public Task<DriftDetail> GetAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Drift);

    public Task RefreshAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Asked++);

    public Task AcceptAsync(Guid clusterId, string component, AcceptDriftRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Accepted.Add(request);
        return true;
    });

    public Task WithdrawAsync(Guid clusterId, string component, Guid accepted, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Withdrawn.Add(accepted);
        return true;
    });

    public Task<Guid> RepairAsync(Guid clusterId, string component, IReadOnlyList<string>? objects, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Repaired.Add(objects);
        return Sample.OperationId;
    });
}

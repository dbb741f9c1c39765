using Portal.Core.Access;
using Portal.Core.Rollouts;

namespace Portal.Web.Tests.Testing;

public sealed class FakeRollouts : FakeService, IRollouts
{
    public List<RolloutChangeView> Changes { get; } = [];

    public List<RolloutWaveView> Waves { get; } = [];

    public string? PausedBy { get; set; }

    public List<Guid> Aborted { get; } = [];

    public Task<RolloutDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new RolloutDetail(RolloutSettings.Default, [.. Changes], [.. Waves], PausedBy));

    public Task PauseAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() => PausedBy = actor.Name);

    public Task ResumeAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() => PausedBy = null);

    public Task AbortAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Aborted.Add(id);
        return true;
    });
}

using Portal.Core.Access;
using Portal.Core.Rollouts;

namespace Portal.Web.Tests.Testing;

public sealed class FakeRollouts : FakeService, IRollouts
{
    public List<RolloutChangeView> Changes { get; } = [];

    public Task<RolloutDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new RolloutDetail(RolloutSettings.Default, [.. Changes]));
}

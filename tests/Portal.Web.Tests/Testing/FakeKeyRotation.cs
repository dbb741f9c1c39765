using Portal.Core.Access;
using Portal.Core.Secrets;

namespace Portal.Web.Tests.Testing;

public sealed class FakeKeyRotation : FakeService, IKeyRotation
{
    public List<RingKey> Items { get; } = [new(Guid.CreateVersion7(), Sample.Now.AddDays(-10), Sample.Now.AddDays(80), RingKeyState.Current)];

    public int Rotations { get; private set; }

    public Task<IReadOnlyList<RingKey>> ListAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<RingKey>>(() => [.. Items]);

    public Task<Guid> RotateAsync(Actor actor, CancellationToken cancellationToken)
    {
        Rotations++;
        return ActAsync(() => Sample.OperationId);
    }
}

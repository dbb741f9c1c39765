using Portal.Core.Access;
using Portal.Web.Audit;

namespace Portal.Web.Tests.Testing;

public sealed class FakeRefusals : IRefusals
{
    public List<(string Actor, string What)> Items { get; } = [];

    public Task AddAsync(Actor actor, string what, CancellationToken cancellationToken)
    {
        Items.Add((actor.Name, what));
        return Task.CompletedTask;
    }
}

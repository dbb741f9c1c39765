using Portal.Core.Access;

namespace Portal.Web.Tests.Testing;

/// <summary>The person in front of the pages.</summary>
public sealed class FakeActorSource : IActorSource
{
    public Actor Person { get; set; } = WithRole(PortalRole.Admin);

    public static Actor WithRole(PortalRole role) => new(Guid.Parse("0199aaaa-0000-7000-8000-000000000001"), "ada", new HashSet<PortalRole> { role });

    public Task<Actor> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Person);
}

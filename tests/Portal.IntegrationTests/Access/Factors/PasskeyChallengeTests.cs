using Microsoft.Extensions.Time.Testing;
using Portal.Core.Access.Factors;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Access.Factors;

public sealed class PasskeyChallengeTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Attack", "passkey")]
    public async Task Challenge_IsAnsweredOnce_AlsoByFourAtOnce()
    {
        var challenges = new PasskeyChallenges(database.Contexts, _clock);
        var id = await challenges.AddAsync(null, "asked", Stop);

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => challenges.TakeAsync(id, null, Stop)));

        Assert.Equal(["asked"], taken.OfType<string>());
    }

    [Fact]
    [Trait("Attack", "passkey")]
    public async Task Challenge_OfSomebodyElse_OrTooOld_IsNotAnswered()
    {
        var challenges = new PasskeyChallenges(database.Contexts, _clock);
        var owner = Guid.NewGuid();
        var own = await challenges.AddAsync(owner, "own", Stop);
        var old = await challenges.AddAsync(null, "old", Stop);

        Assert.Null(await challenges.TakeAsync(own, null, Stop));
        Assert.Null(await challenges.TakeAsync(own, Guid.NewGuid(), Stop));
        Assert.Equal("own", await challenges.TakeAsync(own, owner, Stop));
        _clock.Advance(PasskeyChallenges.Lifetime + TimeSpan.FromSeconds(1));
        Assert.Null(await challenges.TakeAsync(old, null, Stop));
    }
}

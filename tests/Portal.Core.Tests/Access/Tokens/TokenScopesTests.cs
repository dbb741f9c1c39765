using Portal.Core.Access;
using Portal.Core.Access.Tokens;

namespace Portal.Core.Tests.Access.Tokens;

public sealed class TokenScopesTests
{
    private static readonly Guid Team = Guid.CreateVersion7();

    /// <summary>Seeded: 2,000 owners and tokens. What a token may is what its owner may and its scopes hold, in the portal and in teams alike.</summary>
    [Fact]
    public void Token_NeverGrantsWhatItsOwnerLacks()
    {
        var random = new Random(20261129);
        for (var round = 0; round < 2_000; round++)
        {
            var owner = new Actor(Guid.CreateVersion7(), "ada", Some(Enum.GetValues<PortalRole>(), 1).ToHashSet())
            {
                Teams = Some(Enum.GetValues<TeamRole>(), 1).ToDictionary(_ => Team, role => role),
            };
            var scopes = TokenScopes.Read(Some([.. TokenScopes.All, "Unknown"], 6))!;
            var token = owner with { Scopes = scopes, TokenId = Guid.CreateVersion7() };
            foreach (var permission in Enum.GetValues<Permission>())
            {
                Assert.Equal(AccessPolicy.Allows(owner, permission) && scopes.Contains(permission), AccessPolicy.Allows(token, permission));
                Assert.Equal(AccessPolicy.AllowsIn(owner, permission, Team) && scopes.Contains(permission), AccessPolicy.AllowsIn(token, permission, Team));
                Assert.Equal(AccessPolicy.AllowsSomewhere(owner, permission) && scopes.Contains(permission), AccessPolicy.AllowsSomewhere(token, permission));
            }
        }

        T[] Some<T>(T[] all, int most) => random.GetItems(all, random.Next(most + 1)).Distinct().ToArray();
    }

    [Fact]
    public void ReadOnly_ChangesNothing()
    {
        var scopes = TokenScopes.Read([TokenScopes.ReadOnly])!;

        Assert.All(scopes, permission => Assert.StartsWith("View", permission.ToString(), StringComparison.Ordinal));
        Assert.Contains(Permission.ViewAudit, scopes);
    }

    [Theory]
    [InlineData(new[] { "ViewFleets" }, true)]
    [InlineData(new[] { "ReadOnly" }, true)]
    [InlineData(new[] { "ViewFleets", "ManageFleets" }, false)]
    [InlineData(null, false)]
    public void TokenOfAReadOnlyToken_IsReadOnlyToo(string[]? scopes, bool within) =>
        Assert.Equal(within, TokenScopes.AreWithin(scopes, TokenScopes.Read([TokenScopes.ReadOnly])));
}

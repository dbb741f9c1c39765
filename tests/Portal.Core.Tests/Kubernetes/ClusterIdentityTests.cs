using Portal.Core.Access;
using Portal.Core.Kubernetes;

namespace Portal.Core.Tests.Kubernetes;

public sealed class ClusterIdentityTests
{
    private static readonly Guid Shop = Guid.CreateVersion7();

    [Fact]
    public void Actor_IsWhomTheRolesSay_AndATeamWithoutASlugGivesNothing()
    {
        var actor = new Actor(Guid.CreateVersion7(), "ada", new HashSet<PortalRole> { PortalRole.Operator })
        {
            Teams = new Dictionary<Guid, TeamRole> { [Shop] = TeamRole.Developer, [Guid.CreateVersion7()] = TeamRole.Owner },
        };

        var identity = ClusterIdentity.Of(actor, new Dictionary<Guid, string> { [Shop] = "shop" });

        Assert.Equal("portal:ada", identity.User);
        Assert.Equal(["portal:role:operator", "portal:team:shop:developer"], identity.Groups);
    }

    [Fact]
    [Trait("Attack", "4")]
    public void Impersonate_TakesThePlaceOfWhateverIsThere()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://member.example/");
        request.Headers.TryAddWithoutValidation("impersonate-user", "admin");
        request.Headers.TryAddWithoutValidation("Impersonate-Extra-Scopes", "all");
        request.Headers.TryAddWithoutValidation("Impersonate-Group", ["system:masters", "other"]);

        new ClusterIdentity("portal:ada", []).Impersonate(request);

        Assert.Equal(["Impersonate-User"], request.Headers.Select(header => header.Key));
        Assert.Equal(["portal:ada"], request.Headers.GetValues("Impersonate-User"));
    }

    [Theory]
    [InlineData("system:masters")]
    [InlineData("portal:role:a,b")]
    [InlineData("portal:role:a\r\nImpersonate-Group: system:masters")]
    [InlineData("portal:role:a b")]
    [Trait("Attack", "4")]
    public void Group_ThatCouldEndALine_OrIsNotThePortals_IsRefused(string group)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://member.example/");

        Assert.Throws<ArgumentException>(() => new ClusterIdentity("portal:ada", [group]).Impersonate(request));
    }
}

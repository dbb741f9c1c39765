using CsCheck;
using Portal.Core.Access;

namespace Portal.Core.Tests.Access;

/// <summary>Over random people in random teams: whoever can give a role holds all that the role gives, there and nowhere else.</summary>
[Trait("Attack", "10")]
public sealed class GrantTests
{
    private static readonly Guid[] Teams = [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())];
    private static readonly Permission[] Permissions = Enum.GetValues<Permission>();

    private static readonly Gen<Actor> People =
        from portal in Gen.Int[-1, Enum.GetValues<PortalRole>().Length - 1]
        from roles in Gen.Int[-1, Enum.GetValues<TeamRole>().Length - 1].Array[Teams.Length]
        select new Actor(Guid.NewGuid(), "somebody", portal < 0 ? new HashSet<PortalRole>() : new HashSet<PortalRole> { (PortalRole)portal })
        {
            Teams = Teams.Zip(roles).Where(pair => pair.Second >= 0).ToDictionary(pair => pair.First, pair => (TeamRole)pair.Second),
        };

    [Fact]
    public void WhoManagesMembers_HoldsWhatAnyRoleOfTheTeamGives() => People.Sample(actor =>
    {
        foreach (var team in Teams.Where(team => AccessPolicy.AllowsIn(actor, Permission.ManageMembers, team)))
        {
            foreach (var role in Enum.GetValues<TeamRole>())
            {
                var given = new Actor(Guid.NewGuid(), "other", new HashSet<PortalRole>()) { Teams = new Dictionary<Guid, TeamRole> { [team] = role } };
                Assert.DoesNotContain(Permissions, permission => AccessPolicy.AllowsIn(given, permission, team) && !AccessPolicy.AllowsIn(actor, permission, team));
            }
        }
    });

    [Fact]
    public void WhoGivesRolesInThePortal_HoldsWhatAnyOfThemGives() => People.Sample(actor =>
    {
        if (AccessPolicy.Allows(actor, Permission.ManageUsers) || AccessPolicy.Allows(actor, Permission.ManageTeams))
        {
            foreach (var role in Enum.GetValues<PortalRole>())
            {
                var given = new Actor(Guid.NewGuid(), "other", new HashSet<PortalRole> { role });
                Assert.DoesNotContain(Permissions, permission => AccessPolicy.Allows(given, permission) && !AccessPolicy.Allows(actor, permission));
            }
        }
    });

    [Fact]
    public void RoleInATeam_NeverReachesAnother_NorThePortal() => People.Sample(actor =>
    {
        foreach (var permission in Permissions)
        {
            var rule = AccessPolicy.RuleOf(permission);
            var inPortal = rule.IsOwn || rule.Portal.Overlaps(actor.Roles);
            Assert.Equal(inPortal, AccessPolicy.Allows(actor, permission));
            foreach (var team in Teams)
            {
                var here = rule.Team is { } least && actor.Teams.TryGetValue(team, out var role) && role >= least;
                Assert.Equal(inPortal || here, AccessPolicy.AllowsIn(actor, permission, team));
            }
        }
    });

    [Fact]
    public void MoreOfARole_IsNeverLessOfARight() => People.Sample(actor =>
    {
        foreach (var (team, role) in actor.Teams.Where(pair => pair.Value < TeamRole.Owner))
        {
            var more = actor with { Teams = new Dictionary<Guid, TeamRole>(actor.Teams) { [team] = role + 1 } };
            Assert.DoesNotContain(Permissions, permission => AccessPolicy.AllowsIn(actor, permission, team) && !AccessPolicy.AllowsIn(more, permission, team));
        }
    });
}

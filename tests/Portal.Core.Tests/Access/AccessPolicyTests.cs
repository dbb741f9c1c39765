using Portal.Core.Access;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Access;

public sealed class AccessPolicyTests
{
    private static readonly Guid Own = Guid.CreateVersion7();
    private static readonly Guid Foreign = Guid.CreateVersion7();

    /// <summary>
    /// What each role holds, written a second time: a change of the table is a change here too. First for everything: viewer,
    /// operator, admin, auditor, nobody's role; then for what the own team owns: viewer, developer, operator, owner.
    /// </summary>
    public static TheoryData<Permission, string, string> Expected => new()
    {
        { Permission.ViewFleets, "vOAu-", "vdoW" },
        { Permission.ManageFleets, "-OA--", "--oW" },
        { Permission.ViewClusters, "vOAu-", "vdoW" },
        { Permission.JoinClusters, "-OA--", "----" },
        { Permission.LeaveClusters, "-OA--", "--oW" },
        { Permission.EditClusters, "-OA--", "--oW" },
        { Permission.UseClusters, "vOA--", "vdoW" },
        { Permission.ViewClusterRequests, "vOAu-", "vdoW" },
        { Permission.RequestClusters, "-OA--", "-doW" },
        { Permission.ApproveClusters, "-OA--", "----" },
        { Permission.ManageOnboarding, "--A--", "----" },
        { Permission.ViewNamespaces, "vOAu-", "vdoW" },
        { Permission.RequestNamespaces, "-OA--", "-doW" },
        { Permission.DeleteNamespaces, "-OA--", "--oW" },
        { Permission.ApproveNamespaces, "-OA--", "----" },
        { Permission.ManageNamespacePolicies, "--A--", "----" },
        { Permission.ViewComponents, "vOAu-", "----" },
        { Permission.ManageComponents, "-OA--", "----" },
        { Permission.ViewApplications, "vOAu-", "vdoW" },
        { Permission.ManageApplications, "-OA--", "-doW" },
        { Permission.ManageGoldenPaths, "-OA--", "----" },
        { Permission.ViewMetrics, "vOAu-", "vdoW" },
        { Permission.ViewMonitoring, "vOAu-", "----" },
        { Permission.ManageMetricsSources, "-OA--", "----" },
        { Permission.ManageScrapes, "-OA--", "----" },
        { Permission.ManageSilences, "-OA--", "--oW" },
        { Permission.ManageNotifications, "-OA--", "----" },
        { Permission.ManageOwnBoards, "vOA--", "----" },
        { Permission.ShareBoards, "-OA--", "----" },
        { Permission.ViewOperations, "vOAu-", "vdoW" },
        { Permission.RunOperations, "-OA--", "--oW" },
        { Permission.RunRollouts, "-OA--", "-doW" },
        { Permission.ViewTeams, "vOAu-", "vdoW" },
        { Permission.ManageTeams, "--A--", "----" },
        { Permission.ManageMembers, "--A--", "---W" },
        { Permission.ManageOwnTokens, "vOAu.", "vdoW" },
        { Permission.ManageOwnSessions, "vOAu.", "vdoW" },
        { Permission.ManageOwnFactors, "vOAu.", "vdoW" },
        { Permission.ManageUsers, "--A--", "----" },
        { Permission.ManageSettings, "--A--", "----" },
        { Permission.ViewJobDashboard, "--A--", "----" },
        { Permission.ViewAudit, "--Au-", "----" },
    };

    [Fact]
    public void EveryPermission_IsExpected() =>
        Assert.Equal(Enum.GetValues<Permission>().Order(), Expected.Select(row => row.Data.Item1).Order());

    [Theory]
    [MemberData(nameof(Expected))]
    public void Permission_IsHeldByTheExpectedRoles(Permission permission, string inPortal, string inTeam)
    {
        var portal = Enum.GetValues<PortalRole>().Select(role => AccessPolicy.Allows(OfPortal(role), permission))
            .Append(AccessPolicy.Allows(new Actor(Guid.CreateVersion7(), "none", new HashSet<PortalRole>()), permission));
        var team = Enum.GetValues<TeamRole>().Select(role => AccessPolicy.AllowsIn(OfTeam(role), permission, Own));

        Assert.Equal(inPortal.Select(mark => mark != '-'), portal);
        Assert.Equal(inTeam.Select(mark => mark != '-'), team);
    }

    [Theory]
    [MemberData(nameof(Expected))]
    [Trait("Attack", "10")]
    public void RoleInATeam_HoldsNothingElsewhere(Permission permission, string inPortal, string inTeam)
    {
        var owner = OfTeam(TeamRole.Owner);
        var isOwn = inPortal[^1] != '-';

        Assert.Equal(isOwn, AccessPolicy.AllowsIn(owner, permission, Foreign));
        Assert.Equal(isOwn, AccessPolicy.Allows(owner, permission));
        Assert.Equal(inTeam[^1] != '-', AccessPolicy.AllowsSomewhere(owner, permission));
    }

    [Fact]
    public void Demand_NamesWhatIsMissing()
    {
        var problem = Assert.Throws<ProblemException>(() => AccessPolicy.Demand(OfTeam(TeamRole.Viewer), Permission.ManageFleets)).Problem;

        Assert.Equal(ProblemKind.Forbidden, problem.Kind);
        Assert.Equal("ManageFleets needs the role Operator in the portal, or the role Operator in a team.", problem.Why);
    }

    private static Actor OfPortal(PortalRole role) => new(Guid.CreateVersion7(), "ada", new HashSet<PortalRole> { role });

    private static Actor OfTeam(TeamRole role) => new(Guid.CreateVersion7(), "grace", new HashSet<PortalRole>())
    {
        Teams = new Dictionary<Guid, TeamRole> { [Own] = role },
    };
}

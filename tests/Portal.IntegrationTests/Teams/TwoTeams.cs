using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Namespaces;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Operations;
using Portal.Core.Teams;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Teams;

/// <summary>A portal with two teams, each with a fleet, a cluster, an operation and an application.</summary>
public sealed class TwoTeams : IAsyncLifetime
{
    private readonly PortalHostFixture _portal = new();

    public PortalHost Host => _portal.Host;

    /// <summary>The team that the tests' people belong to.</summary>
    internal OwnedThings Own { get; private set; } = null!;

    /// <summary>The team that they know nothing of.</summary>
    internal OwnedThings Foreign { get; private set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _portal.InitializeAsync();
        Own = await AddTeamAsync("payments", 1);
        Foreign = await AddTeamAsync("secretive", 2);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    /// <summary>A script of a new account without a role in the portal, and with one in <paramref name="teamId"/>.</summary>
    public async Task<(HttpClient Script, Guid UserId)> MemberAsync(TeamRole role, Guid teamId, PortalRole? portal = null)
    {
        var name = $"{role}-{Guid.NewGuid():N}"[..20].ToLowerInvariant();
        var script = await Host.ScriptAsync(portal, name);
        var member = await Host.Services.GetRequiredService<ITeams>().AddMemberAsync(teamId, new MemberRequest(name, role), Actor.Portal, Stop);
        return (script, member.UserId);
    }

    private async Task<OwnedThings> AddTeamAsync(string name, int index)
    {
        var team = await Host.Services.GetRequiredService<ITeams>().CreateAsync(new TeamRequest(name, name, ""), Actor.Portal, Stop);
        var fleet = Estate.Fleet($"{name}-fleet");
        fleet.TeamId = team.Id;
        var cluster = Estate.Cluster(index, fleet.Id);
        var now = DateTimeOffset.UtcNow;
        var request = new ClusterRequest
        {
            TeamId = team.Id,
            Name = $"{name}-wish",
            FleetId = fleet.Id,
            AskedById = Guid.CreateVersion7(),
            AskedBy = $"{name}-asker",
            AskedAt = now,
            ChangedById = Guid.CreateVersion7(),
            UpdatedAt = now,
            ExpiresAt = now.AddDays(1),
            State = RequestState.Waiting,
        };
        var policy = new OnboardingPolicy { TeamId = team.Id, UpdatedAt = now, UpdatedBy = "test" };
        var content = new NamespaceContent(new NamespaceSpec(), []);
        var space = new TeamNamespace
        {
            TeamId = team.Id,
            FleetId = fleet.Id,
            Name = $"{name}-space",
            Wanted = content,
            ContentHash = content.HashFor(team.Id, fleet.Id, $"{name}-space"),
            Ask = AskState.Waiting,
            AskedById = Guid.CreateVersion7(),
            AskedBy = $"{name}-asker",
            AskedAt = now,
            ChangedById = Guid.CreateVersion7(),
            ChangedBy = $"{name}-asker",
            UpdatedAt = now,
            ExpiresAt = now.AddDays(1),
        };
        var spacePolicy = new NamespacePolicy { TeamId = team.Id, Limits = new NamespaceLimits(), UpdatedAt = now, UpdatedBy = "test" };
        await using (var db = await Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop))
        {
            db.AddRange(fleet, cluster, request, policy, space, spacePolicy);
            await db.SaveChangesAsync(Stop);
        }

        var operation = await OperateAsync(new OperationPlan(OperationKinds.InstallComponent, cluster.Id, cluster.Name, fleet.Id, [], TimeSpan.FromMinutes(1)));
        var application = await Host.Services.GetRequiredService<IApplications>().CreateAsync(
            new ApplicationRequest($"{name}-shop", fleet.Id, new ApplicationContent($"apiVersion: v1\nkind: Namespace\nmetadata: {{ name: {name} }}\n")), Actor.Portal, Stop);
        var owner = await Host.CreateUserAsync(null, $"{name}-owner");
        await Host.Services.GetRequiredService<ITeams>().AddMemberAsync(team.Id, new MemberRequest(owner.Name, TeamRole.Owner), Actor.Portal, Stop);
        return new OwnedThings(team, fleet.Id, fleet.Name, cluster.Id, cluster.Name, operation, application.Summary.Id, owner.Id, request.Id, policy.Id, space.Id, spacePolicy.Id);
    }

    /// <summary>An operation that no worker takes: none runs here.</summary>
    internal async Task<Guid> OperateAsync(OperationPlan plan)
    {
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop);
        var operation = Host.Services.GetRequiredService<OperationWriter>().Add(db, plan, Actor.Portal);
        await db.SaveChangesAsync(Stop);
        return operation.Id;
    }
}

/// <summary>What a team of <see cref="TwoTeams"/> owns.</summary>
internal sealed record OwnedThings(
    TeamSummary Team, Guid Fleet, string FleetName, Guid Cluster, string ClusterName, Guid Operation, Guid Application, Guid Owner, Guid Request, Guid Policy, Guid Namespace,
    Guid NamespacePolicy);

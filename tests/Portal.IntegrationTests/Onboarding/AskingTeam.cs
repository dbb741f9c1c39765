using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Fleets;
using Portal.Core.Teams;
using Portal.IntegrationTests.Api;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Onboarding;

/// <summary>A team of its own with a fleet, a developer who asks for clusters, and somebody of the portal who approves them: all by REST.</summary>
internal sealed class AskingTeam : IDisposable
{
    public required Guid TeamId { get; init; }

    public required Guid FleetId { get; init; }

    public required HttpClient Developer { get; init; }

    public required HttpClient Approver { get; init; }

    public required HttpClient Admin { get; init; }

    public static async Task<AskingTeam> CreateAsync(PortalHost host, CancellationToken stop)
    {
        var name = $"t{Guid.NewGuid():N}"[..16];
        var teams = host.Services.GetRequiredService<ITeams>();
        var team = await teams.CreateAsync(new TeamRequest(name, name, ""), Actor.Portal, stop);
        var fleet = await host.Services.GetRequiredService<IFleets>().CreateAsync(new FleetRequest($"{name}-fleet", "", team.Id), Actor.Portal, stop);
        var developer = await host.ScriptAsync(null, $"{name}-dev");
        await teams.AddMemberAsync(team.Id, new MemberRequest($"{name}-dev", TeamRole.Developer), Actor.Portal, stop);
        return new AskingTeam
        {
            TeamId = team.Id,
            FleetId = fleet.Id,
            Developer = developer,
            Approver = await host.ScriptAsync(PortalRole.Operator, $"{name}-approver"),
            Admin = await host.ScriptAsync(PortalRole.Admin, $"{name}-admin"),
        };
    }

    public Task SetPolicyAsync(object policy) => Admin.PostAsync("/api/v1/onboarding/policies", policy, HttpStatusCode.Created);

    public object Ask(string name, string region = "eu-west-1", int nodes = 3, string version = "1.34.1") => new
    {
        teamId = TeamId,
        name,
        fleetId = FleetId,
        kubernetesVersion = version,
        nodes,
        provider = "aws",
        region,
        labels = new Dictionary<string, string> { ["env"] = "test" },
    };

    public void Dispose()
    {
        Developer.Dispose();
        Approver.Dispose();
        Admin.Dispose();
    }
}

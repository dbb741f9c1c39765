using Portal.Core.Components.Systems;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>A system over an estate's clusters whose last change did not succeed: one step is done, one is not, and nothing moves it any more.</summary>
public static class FailedSystem
{
    public static async Task<Guid> AddAsync(
        FleetFixture fixture, Guid fleet, IReadOnlyList<Guid> clusters, Guid operation, CancellationToken cancellationToken)
    {
        await using var db = await fixture.Database.Contexts.CreateDbContextAsync(cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var system = new InstalledSystem
        {
            Id = Guid.CreateVersion7(),
            System = "submariner",
            FleetId = fleet,
            CreatedBy = "admin",
            CreatedAt = now,
            State = SystemState.Failed,
            StateReason = "Its change was cancelled. Retry it, change it again, or uninstall it.",
            StateSince = now,
            LastOperationId = operation,
        };
        system.Members.AddRange(clusters.Select((cluster, index) => new InstalledSystemMember
        {
            SystemId = system.Id,
            ClusterId = cluster,
            Role = index == 0 ? "broker" : "member",
            Network = "",
            State = index == 0 ? SystemMemberState.Active : SystemMemberState.Joining,
        }));
        db.Systems.Add(system);
        db.SystemSteps.AddRange(
            new SystemStepRecord { SystemId = system.Id, ClusterId = clusters[0], Step = "submariner-broker-access", DoneAt = now, RunAt = now },
            new SystemStepRecord { SystemId = system.Id, ClusterId = clusters[1], Step = "submariner-gateway-nodes", RunAt = now, Problem = "It was cancelled." });
        await db.SaveChangesAsync(cancellationToken);
        return system.Id;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>An application that a Karmada carries to its members: one is well, one waits, one is out of reach. Its source cannot be read.</summary>
public static class CarriedApplication
{
    private const string Source = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: default}
        spec:
          replicas: 6
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "registry.example.com/web:1.0"}]}
        """;

    public static async Task<Guid> AddAsync(FleetFixture fixture, Guid fleet, Guid controlPlane, CancellationToken cancellationToken)
    {
        var policy = new PlacementPolicy { ReplicaScheduling = new ReplicaScheduling(ReplicaScheduling.Divided, ReplicaScheduling.Weighted, new WeightPreference(DynamicWeight: "AvailableReplicas")) };
        var id = (await fixture.Portal.Services.GetRequiredService<IApplications>().CreateAsync(
            new ApplicationRequest("web", fleet, new ApplicationContent(Source, policy), "What Karmada carries.", controlPlane), Actor.Portal, cancellationToken)).Summary.Id;
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await fixture.Database.Contexts.CreateDbContextAsync(cancellationToken);
        db.ApplicationMembers.AddRange(
            Member("frankfurt", 3, ObjectHealth.Ready, ""),
            Member("dublin", 2, ObjectHealth.Progressing, "1 of 2 replicas are ready."),
            Member("singapore", 1, ObjectHealth.Ready, "", "Karmada does not reach it: cluster is not reachable (ClusterNotReachable)."));
        await db.SaveChangesAsync(cancellationToken);

        // Nothing listens there.
        await fixture.Portal.Services.GetRequiredService<IApplicationSources>().SetAsync(
            id, new SourceRequest(new SourceDefinition(SourceKind.Git, "https://127.0.0.1:9/web/deploy.git", Reference: "main", Path: "production")), Actor.Portal, cancellationToken);
        return id;

        ApplicationMember Member(string name, int replicas, ObjectHealth health, string reason, string away = "") => new()
        {
            ApplicationId = id,
            Member = name,
            Replicas = new Dictionary<string, int> { ["apps/Deployment/default/web"] = replicas },
            Reason = away,
            Objects = [new MemberObject("apps/v1", "Deployment", "default", "web", health, reason)],
            CheckedAt = now,
        };
    }
}

using k8s;
using Portal.Core.Clusters;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Sources;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Components.Readiness;
using Portal.Jobs.Distribution.Engines;

namespace Portal.Jobs.Distribution.Karmada;

/// <summary>Templates and policies are written to a Karmada, and what it makes of them is followed to each of its members.</summary>
internal sealed class KarmadaEngine(ControlPlaneConnections connections, MemberStore store, KarmadaWithdrawalWait withdrawal) : IDeliveryEngine
{
    public bool IsCarried => true;

    public IReadOnlyList<ClusterItem> Make(LoadedRevision revision, ManifestSource source, Cluster cluster, IReadOnlyDictionary<string, int> replicas) =>
        KarmadaManifest.Make(source, revision.Policy, revision.ApplicationId, revision.Application);

    public Task<IKubernetes> ConnectAsync(Guid clusterId, CancellationToken cancellationToken) => connections.ConnectAsync(clusterId, cancellationToken);

    public async Task<Problem?> FindObstacleAsync(ApplicationDelivery delivery, CancellationToken cancellationToken)
    {
        var objects = delivery.Objects();
        foreach (var api in new[] { KarmadaPolicyApi.Version, KarmadaNames.WorkApi, KarmadaNames.ClusterApi })
        {
            if (!await objects.ServesAsync(api, cancellationToken))
            {
                return new Problem(ProblemKind.Refused, $"{delivery.Application} cannot be delivered through Karmada",
                    $"Cluster {delivery.ClusterName} is not the API of one: it does not serve {api}.",
                    "Create the application with the host of an installed Karmada, or with a cluster that is the API of one, and deliver that.");
            }
        }

        return null;
    }

    public async Task<Followed> FollowAsync(ApplicationDelivery delivery, IReadOnlyList<LookedObject> looked, CancellationToken cancellationToken)
    {
        var policies = looked.Where(one => IsPolicy(one.Inspected)).Select(one => one.Inspected.Item.Source.Item.Label).ToHashSet();
        var templates = looked.Where(one => !IsPolicy(one.Inspected)).ToList();
        var members = await KarmadaStatus.ReadMembersAsync(delivery.Client, cancellationToken);
        var carried = await KarmadaStatus.ReadAsync(delivery.Client, templates, cancellationToken);
        var found = carried.Select(template => (Template: template, Findings: KarmadaReading.Read(template, members, policies))).ToList();
        await store.SaveAsync(
            delivery.ApplicationId, [.. found.SelectMany(one => one.Findings.Select(finding => (one.Template.Source.Key, finding)))], members, cancellationToken);
        var own = looked.Select(one => one.Seen.Health != ObjectHealth.Ready ? one
            : found.Find(item => item.Template.Source == one.Inspected.Item.Source).Findings?.FirstOrDefault(finding => finding.Member.Length == 0) is { } before
                ? one with { Seen = Seen(before) }
                : one);
        var beyond = found.SelectMany(one => one.Findings).Where(finding => finding.Member.Length > 0)
            .Select(finding => ($"{finding.Subject.Label} on {finding.Member}", Seen(finding)));
        return new Followed([.. own], [.. beyond]);
    }

    public async Task AwaitWithdrawnAsync(
        ApplicationDelivery delivery, IReadOnlyList<ApplicationObject> left, StepContext context, CancellationToken cancellationToken)
    {
        await withdrawal.RunAsync(delivery, left, context, cancellationToken);
        if (delivery.Revision == 0 && left.Count == 0)
        {
            await store.SaveAsync(delivery.ApplicationId, [], new Dictionary<string, MemberReach>(), cancellationToken);
        }
    }

    private static bool IsPolicy(InspectedObject inspected) => inspected.Item.Source.Item.Group == KarmadaPolicyApi.Group;

    private static SeenObject Seen(CarriedFinding finding) => new(finding.Subject.Health, finding.Subject.Reason, finding.IsReady,
        finding.IsReady ? null : new ReadinessItem(finding.Subject.Label, false, finding.Subject.Reason, finding.Hopeless, finding.Remedy, finding.Subject.Health == ObjectHealth.Degraded));
}

using k8s;
using Portal.Core.Components.Planning;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Planning;

/// <summary>Asks one cluster for what its rows cannot tell. It has a deadline, and one that does not answer is refused by itself.</summary>
internal sealed class ClusterProbe(IClusterConnections connections, TimeProvider clock)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <param name="coming">What the plan installs or upgrades there.</param>
    /// <param name="brought">Definitions that components bring which are there or come with the plan.</param>
    public async Task<ClusterFacts> AskAsync(
        ClusterFacts facts, IReadOnlyList<PlannedRelease> coming, IReadOnlySet<string> brought, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var cluster = await connections.ConnectAsync(facts.Id, either.Token);
            var version = (await cluster.Version.GetCodeAsync(either.Token)).GitVersion;
            var obstacles = new List<PlanObstacle>(facts.Obstacles);
            foreach (var release in coming)
            {
                foreach (var problem in await FindAsync(cluster, facts.Name, release, brought, either.Token))
                {
                    obstacles.Add(new PlanObstacle(release.Entry.Name, problem));
                }
            }

            var networks = coming.Any(release => release.Entry.Requirements.Networks is not null)
                ? await ClusterNetworks.ReadAsync(cluster, either.Token)
                : new ClusterNetworks([], []);
            return facts with { KubernetesVersion = version, Obstacles = obstacles, PodNetworks = networks.Pods, ServiceNetworks = networks.Services };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return facts with
            {
                Unusable = new Problem(ProblemKind.Unavailable, $"Cluster {facts.Name} cannot be reached",
                    $"It did not answer within {Deadline.TotalSeconds:0} seconds.", "Check the cluster and the network to it, and plan again."),
            };
        }
        catch (Exception error) when (error is ProblemException || KubernetesFaults.IsFault(error))
        {
            return facts with { Unusable = KubernetesFaults.Describe(error, facts.Name).Problem };
        }
    }

    private static async Task<IReadOnlyList<Problem>> FindAsync(
        IKubernetes cluster, string clusterName, PlannedRelease release, IReadOnlySet<string> brought, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>(await ForeignObjects.FindAsync(cluster, release, clusterName, cancellationToken));
        if (await InstallRights.FindMissingAsync(cluster, release.Namespace, cancellationToken) is { Count: > 0 } rights)
        {
            problems.Add(InstallRights.Refusal(release.Entry.Title, clusterName, rights));
        }

        var missing = await ClusterNeeds.FindMissingAsync(cluster, release.Entry.Requirements, brought, cancellationToken);
        var what = $"{release.Entry.Title} cannot be installed on {clusterName}";
        problems.AddRange(missing.Crds.Select(crd => new Problem(
            ProblemKind.Refused, what, $"It needs the CustomResourceDefinition {crd}, which the cluster does not have.",
            "Install what brings it first, or in the same plan.")));
        problems.AddRange(missing.Apis.Select(api => new Problem(
            ProblemKind.Refused, what, $"It needs the API {api}, which the cluster does not serve.",
            "Upgrade the cluster, or pick another version of the component.")));
        problems.AddRange(await ClaimedPorts.FindAsync(cluster, clusterName, release, cancellationToken));
        return problems;
    }
}

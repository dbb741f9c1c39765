using k8s;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Planning;

/// <summary>Ports that only one can have in a cluster, and that somebody else has already.</summary>
internal static class ClaimedPorts
{
    private const int Page = 500;

    public static async Task<IReadOnlyList<Problem>> FindAsync(
        IKubernetes cluster, string clusterName, PlannedRelease release, CancellationToken cancellationToken)
    {
        var values = ComponentValues.Merge(release.Entry, release.Entry.LatestVersion, "");
        var claims = release.Entry.Claims.Ports.Where(claim => values.IsEnabled(claim.EnabledBy)).ToList();
        if (claims.Count == 0 || release.Installed)
        {
            return [];
        }

        var problems = new List<Problem>();
        if (claims.Where(claim => claim.Kind == PortKind.Node).ToList() is { Count: > 0 } nodePorts)
        {
            var services = await cluster.CoreV1.ListServiceForAllNamespacesAsync(limit: Page, cancellationToken: cancellationToken);
            problems.AddRange(
                from service in services.Items
                from port in service.Spec?.Ports ?? []
                from claim in nodePorts
                where port.NodePort == claim.Port && (port.Protocol ?? "TCP") == claim.Protocol && service.Metadata.NamespaceProperty != release.Namespace
                select Taken(release, clusterName, claim, $"the service {service.Metadata.NamespaceProperty}/{service.Metadata.Name}"));
        }

        if (claims.Where(claim => claim.Kind == PortKind.Host).ToList() is { Count: > 0 } hostPorts)
        {
            string? next = null;
            do
            {
                var pods = await cluster.CoreV1.ListPodForAllNamespacesAsync(
                    fieldSelector: "status.phase=Running", limit: Page, continueParameter: next, cancellationToken: cancellationToken);
                problems.AddRange(
                    from pod in pods.Items
                    where pod.Metadata.NamespaceProperty != release.Namespace
                    from container in pod.Spec.Containers
                    from port in container.Ports ?? []
                    from claim in hostPorts
                    where (pod.Spec.HostNetwork == true ? port.ContainerPort : port.HostPort) == claim.Port && (port.Protocol ?? "TCP") == claim.Protocol
                    select Taken(release, clusterName, claim, $"the pod {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}"));
                next = pods.Metadata.ContinueProperty;
            }
            while (!string.IsNullOrEmpty(next) && problems.Count == 0);
        }

        return [.. problems.DistinctBy(problem => problem.Why)];
    }

    private static Problem Taken(PlannedRelease release, string clusterName, ClaimedPort claim, string owner) => new(
        ProblemKind.Conflict, $"{release.Entry.Title} cannot be installed on {clusterName}",
        $"It takes port {claim.Port} ({claim.Protocol}), which {owner} has.", "Free the port, or give the component another in its values.");
}

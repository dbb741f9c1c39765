using k8s;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>Looks for everything that would stop the install half way, before anything is changed.</summary>
internal sealed class CheckRequirementsStep(
    ReleaseLoader releases,
    ComponentCatalog catalog,
    IClusterConnections connections,
    IDbContextFactory<PortalDbContext> contexts) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var release = await releases.LoadAsync(context, cancellationToken);
        var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
        try
        {
            var version = await CheckKubernetesAsync(cluster, release, context, cancellationToken);
            await CheckComponentsAsync(release, context, cancellationToken);
            await ClusterNeeds.DemandAsync(cluster, release, context, cancellationToken);
            await InstallRights.DemandAsync(cluster, release, context, cancellationToken);
            await ForeignObjects.RefuseAsync(cluster, release, context, cancellationToken);
            await context.ReportAsync($"Kubernetes {version}; nothing is in the way", cancellationToken);
        }
        catch (Exception error) when (error is not ProblemException && KubernetesFaults.IsFault(error))
        {
            throw KubernetesFaults.Describe(error, context.ClusterName);
        }
    }

    private static async Task<string> CheckKubernetesAsync(
        IKubernetes cluster, LoadedRelease release, StepContext context, CancellationToken cancellationToken)
    {
        var version = (await cluster.Version.GetCodeAsync(cancellationToken)).GitVersion;
        if (release.Entry.Requirements.Kubernetes is { } range && !VersionRange.Contains(range, version))
        {
            throw ProblemException.Refused($"{release.Entry.Title} cannot be installed on {context.ClusterName}",
                $"It needs Kubernetes {VersionRange.Describe(range)}; the cluster has {version}.",
                "Upgrade the cluster, or pick another cluster or version.");
        }

        context.Info($"Kubernetes {version}: fits");
        return version;
    }

    private async Task CheckComponentsAsync(LoadedRelease release, StepContext context, CancellationToken cancellationToken)
    {
        // What must be on another cluster is seen to by the plan of the whole system.
        var needed = release.Entry.Requirements.Components
            .Where(dependency => dependency.Role is null && release.Values.IsEnabled(dependency.EnabledBy)).ToList();
        var conflicts = release.Entry.Conflicts;
        if (needed.Count == 0 && conflicts.Count == 0)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var installed = await db.ComponentReleases.AsNoTracking()
            .Where(row => row.ClusterId == context.ClusterId && (row.State == ReleaseState.Ready || row.State == ReleaseState.Degraded))
            .ToDictionaryAsync(row => row.Component, row => row.Version, cancellationToken);
        foreach (var dependency in needed)
        {
            var title = catalog.Get(dependency.Name).Title;
            var has = installed.GetValueOrDefault(dependency.Name);
            if (has is null || (dependency.Versions is { } range && !VersionRange.Contains(range, has)))
            {
                var wanted = dependency.Versions is null ? title : $"{title} {VersionRange.Describe(dependency.Versions)}";
                throw ProblemException.Refused($"{release.Entry.Title} cannot be installed on {context.ClusterName}",
                    has is null ? $"It needs {wanted}, which is not installed there." : $"It needs {wanted}; version {has} is installed.",
                    $"Install or upgrade {title} on this cluster first, and retry.");
            }

            context.Info($"{title} {has}: fits");
        }

        foreach (var conflict in conflicts)
        {
            if (installed.GetValueOrDefault(conflict.Name) is { } version && (conflict.Versions is null || VersionRange.Contains(conflict.Versions, version)))
            {
                var title = catalog.Get(conflict.Name).Title;
                throw ProblemException.Conflict($"{release.Entry.Title} cannot be installed on {context.ClusterName}",
                    $"{title} {version} is installed there. {conflict.Why}", $"Uninstall {title} first, or pick another cluster.");
            }
        }
    }
}

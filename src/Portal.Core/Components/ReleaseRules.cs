using Portal.Core.Clusters;
using Portal.Core.Components.Catalog;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Core.Components;

/// <summary>Whether a release may be changed now: pure, so that each rule has its test.</summary>
internal static class ReleaseRules
{
    /// <summary>Null when the cluster can take a change, else why not.</summary>
    public static Problem? ClusterRefusal(Cluster? cluster) => cluster switch
    {
        null => new(ProblemKind.NotFound, "The cluster does not exist", "It has left the portal, or never joined.", "Pick another cluster."),
        { State: ClusterState.Joining } => new(ProblemKind.Conflict, $"Cluster {cluster.Name} has not joined yet",
            "Its join has not ended.", "Wait for the join, or retry it."),
        { State: ClusterState.Leaving } => new(ProblemKind.Conflict, $"Cluster {cluster.Name} is leaving",
            "The portal is giving up its access.", "Pick another cluster."),
        _ => null,
    };

    /// <summary>Null when a change of this kind may start, else why not.</summary>
    /// <param name="version">Null for roll-back and uninstall.</param>
    public static Problem? Refusal(
        string kind, CatalogEntry entry, Cluster cluster, ComponentRelease? release, Operation? open, string? version) => kind switch
        {
            OperationKinds.InstallComponent => InstallRefusal(entry, cluster, release, open),
            OperationKinds.UpgradeComponent => UpgradeRefusal(entry, cluster, release, open, version!),
            _ => (release is null ? NotInstalled(entry, cluster) : null) ?? OpenRefusal(entry, cluster, open),
        };

    public static Problem? InstallRefusal(CatalogEntry entry, Cluster cluster, ComponentRelease? release, Operation? open) =>
        OpenRefusal(entry, cluster, open)
        // A first install that failed has no revision yet: it may be tried again with other values.
        ?? (release is { Revision: > 0 }
            ? new(ProblemKind.Conflict, $"{entry.Title} is already installed on {cluster.Name}",
                $"Version {release.Version} is there.", "Use upgrade to change its version or its values.")
            : null);

    public static Problem? UpgradeRefusal(CatalogEntry entry, Cluster cluster, ComponentRelease? release, Operation? open, string version)
    {
        if (OpenRefusal(entry, cluster, open) is { } refusal)
        {
            return refusal;
        }

        if (release is null or { Revision: 0 })
        {
            return NotInstalled(entry, cluster);
        }

        if (VersionRange.Compare(version, release.Version) < 0)
        {
            return new(ProblemKind.Conflict, $"{entry.Title} on {cluster.Name} is newer than {version}",
                $"Version {release.Version} is there, and an upgrade never goes back.", "Use roll back to return to an earlier revision.");
        }

        var next = entry.Upgrade.Next(release.Version, entry.Versions);
        return version == release.Version || next.Contains(version)
            ? null
            : new(ProblemKind.Conflict, $"{entry.Title} on {cluster.Name} cannot go from {release.Version} to {version} at once",
                "Upstream forbids to leave out a version in between.",
                next.Count > 0 ? $"Upgrade to {next[0]} first." : "Add a version in between to the catalogue.");
    }

    public static Problem NotInstalled(CatalogEntry entry, Cluster cluster) => new(ProblemKind.NotFound,
        $"{entry.Title} is not installed on {cluster.Name}", "There is no release of it.", "Install it first.");

    /// <summary>One change of a release at a time: the wish is kept in its row.</summary>
    public static Problem? OpenRefusal(CatalogEntry entry, Cluster cluster, Operation? open) => open is null ? null : new(
        ProblemKind.Conflict,
        $"{entry.Title} on {cluster.Name} is being changed",
        $"{open.ActorName} started {open.Kind} at {open.CreatedAt:u}, and it is {(open.State == OperationState.Running ? "running" : "queued")}.",
        "Wait until it has ended, or cancel it.");
}

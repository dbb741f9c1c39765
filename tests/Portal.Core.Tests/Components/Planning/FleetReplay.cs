using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;

namespace Portal.Core.Tests.Components.Planning;

/// <summary>Carries a plan out on paper, and looks after each change whether something that held is broken. Knows nothing of how plans are made.</summary>
internal sealed class FleetReplay
{
    private readonly PlanCase _case;
    private readonly Dictionary<(Guid Cluster, string Component), string> _installed = [];

    /// <summary>What must hold from now on: what held at the beginning, and what the changes made brought.</summary>
    private readonly HashSet<((Guid Cluster, string Component) By, PlanRequirement Requirement)> _guarded;

    public FleetReplay(PlanCase planCase)
    {
        _case = planCase;
        foreach (var cluster in planCase.Clusters)
        {
            foreach (var release in cluster.Installed.Where(release => release.State != InstalledState.NeverDone))
            {
                _installed[(cluster.Id, release.Component)] = release.Version;
            }
        }

        _guarded = [.. Held()];
    }

    /// <summary>The fleet after the plan.</summary>
    public PlanCase After(ComponentPlan plan) => _case with
    {
        Clusters =
        [
            .. _case.Clusters.Select(cluster => cluster with
            {
                Installed =
                [
                    .. cluster.Installed.Where(release => !plan.Changes.Any(change => change.Kind != ChangeKind.Keep
                        && change.ClusterId == cluster.Id && change.Component == release.Component)),
                    .. plan.Changes.Where(change => change.ClusterId == cluster.Id && change.Kind is ChangeKind.Install or ChangeKind.Upgrade)
                        .GroupBy(change => change.Component)
                        .Select(group => new InstalledRelease(group.Key, _installed[(cluster.Id, group.Key)])),
                ],
            }),
        ],
        Wishes = [.. _case.Wishes.Select(wish => wish with { NewValues = false })],
    };

    public void Apply(PlannedChange change)
    {
        var key = (change.ClusterId, change.Component);
        Assert.Equal(_installed.GetValueOrDefault(key), change.FromVersion);
        if (change.ToVersion is null)
        {
            _installed.Remove(key);
            _guarded.RemoveWhere(row => row.By == key);
        }
        else
        {
            _installed[key] = change.ToVersion;
        }

        var lost = _guarded.Except(Held()).ToList();
        Assert.True(lost.Count == 0, $"{change.Id} breaks {string.Join(", ", lost)}");
        if (change.ToVersion is null)
        {
            return;
        }

        var component = _case.Component(change);
        _guarded.UnionWith(component.Requirements.Select(requirement => (key, requirement)));
        Assert.All(component.Requirements, requirement => Assert.True(IsMet(change.ClusterId, requirement), $"{change.Id} lacks {requirement}"));
        var cluster = _case.Clusters.Single(one => one.Id == change.ClusterId);
        Assert.True(component.Kubernetes is null || VersionRange.Contains(component.Kubernetes, cluster.KubernetesVersion!));
        if (change.FromVersion is null)
        {
            Assert.DoesNotContain(Clashes(), clash => clash.Cluster == change.ClusterId && (clash.One == change.Component || clash.Other == change.Component));
        }
        else if (!component.Upgrade.SkipMinor && change.FromVersion != change.ToVersion)
        {
            var (from, to) = (Version.Parse(change.FromVersion), Version.Parse(change.ToVersion));
            Assert.True(from.Major == to.Major ? to.Minor - from.Minor <= 1 : to.Minor == 0, $"{change.Id} skips a minor version");
        }
    }

    public bool Holds(PlanWish wish)
    {
        var version = _installed.GetValueOrDefault((wish.ClusterId, wish.Component));
        return wish.Kind == WishKind.Uninstall ? version is null : version is not null && (wish.Version ?? version) == version;
    }

    private IEnumerable<(Guid Cluster, string One, string Other)> Clashes() =>
        from pair in _installed
        from conflict in _case.Components.Single(component => component.Name == pair.Key.Component).Conflicts
        let other = _installed.GetValueOrDefault((pair.Key.Cluster, conflict.Component))
        where other is not null && (conflict.Versions is null || VersionRange.Contains(conflict.Versions, other))
        select (pair.Key.Cluster, pair.Key.Component, conflict.Component);

    private IEnumerable<((Guid Cluster, string Component) By, PlanRequirement Requirement)> Held() =>
        from key in _installed.Keys
        from requirement in _case.Components.Single(component => component.Name == key.Component).Requirements
        where IsMet(key.Cluster, requirement)
        select (key, requirement);

    private bool IsMet(Guid cluster, PlanRequirement requirement) => _case.Clusters
        .Where(one => requirement.Role is null ? one.Id == cluster : one.Roles.Contains(requirement.Role))
        .Any(one => _installed.GetValueOrDefault((one.Id, requirement.Component)) is { } version
            && (requirement.Versions is null || VersionRange.Contains(requirement.Versions, version)));
}

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
                    .. plan.Changes.Where(change => change.ClusterId == cluster.Id && change.Kind is ChangeKind.Install or ChangeKind.Upgrade or ChangeKind.RunStep)
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
        var component = _case.Component(change);
        Assert.Equal(component.IsStep, change.Kind is ChangeKind.RunStep or ChangeKind.UndoStep);
        Assert.Equal(component.IsStep ? null : _installed.GetValueOrDefault(key), change.FromVersion);
        var to = change.Kind == ChangeKind.RunStep ? "1.0.0" : change.ToVersion;
        if (to is null)
        {
            _installed.Remove(key);
            _guarded.RemoveWhere(row => row.By == key);
        }
        else
        {
            _installed[key] = to;
        }

        var lost = _guarded.Except(Held()).ToList();
        Assert.True(lost.Count == 0, $"{change.Id} breaks {string.Join(", ", lost)}");
        if (to is null)
        {
            return;
        }

        var requirements = _case.Requirements(change.ClusterId, change.Component).ToList();
        _guarded.UnionWith(requirements.Select(requirement => (key, requirement)));
        Assert.All(requirements, requirement => Assert.True(IsMet(change.ClusterId, requirement), $"{change.Id} lacks {requirement}"));
        var cluster = _case.Clusters.Single(one => one.Id == change.ClusterId);
        Assert.True(component.Kubernetes is null || VersionRange.Contains(component.Kubernetes, cluster.KubernetesVersion!));
        if (component.IsStep)
        {
            return;
        }

        if (change.FromVersion is null)
        {
            Assert.DoesNotContain(Clashes(), clash => clash.Cluster == change.ClusterId && (clash.One == change.Component || clash.Other == change.Component));
        }
        else if (!component.Upgrade.SkipMinor && change.FromVersion != change.ToVersion)
        {
            var (old, next) = (Version.Parse(change.FromVersion), Version.Parse(to));
            Assert.True(old.Major == next.Major ? next.Minor - old.Minor <= 1 : next.Minor == 0, $"{change.Id} skips a minor version");
        }
    }

    /// <summary>The versions of those of a family that are there.</summary>
    public IReadOnlyList<string> Versions(PlanFamily family) =>
        [.. family.Targets.Select(target => _installed.GetValueOrDefault((target.ClusterId, target.Component))).OfType<string>().Distinct()];

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
        from requirement in _case.Requirements(key.Cluster, key.Component)
        where IsMet(key.Cluster, requirement)
        select (key, requirement);

    private bool IsMet(Guid cluster, PlanRequirement requirement) => _case.Clusters
        .Where(one => requirement.ClusterId is { } there ? one.Id == there : requirement.Role is null ? one.Id == cluster : one.Roles.Contains(requirement.Role))
        .Any(one => _installed.GetValueOrDefault((one.Id, requirement.Component)) is { } version
            && (requirement.Versions is null || VersionRange.Contains(requirement.Versions, version)));
}

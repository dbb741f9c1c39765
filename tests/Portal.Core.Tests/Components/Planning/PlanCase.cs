using CsCheck;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;

namespace Portal.Core.Tests.Components.Planning;

/// <summary>A catalogue, a fleet and a wish that nobody made up: requirements in circles, ranges that exclude each other, half installs.</summary>
internal sealed record PlanCase(IReadOnlyList<PlanComponent> Components, IReadOnlyList<ClusterFacts> Clusters, IReadOnlyList<PlanWish> Wishes)
{
    /// <summary>What systems say: links in circles, and versions that must be one.</summary>
    public PlanTies Ties { get; init; } = PlanTies.None;

    public const string Role = "hub";

    private static readonly string[] Names = ["argo", "base", "cert", "dapr", "envoy", "flux"];
    private static readonly string[] Versions = ["2.0.0", "1.3.0", "1.2.0", "1.1.1", "1.1.0", "1.0.0"];
    private static readonly string?[] Ranges = [null, null, ">=1.1.0", "<1.2.0", ">=1.2.0", "<2.0.0", ">=2.0.0", "~1.1.0", "1.0.0 || >=1.3.0"];
    private static readonly string[] Kubernetes = ["v1.28.0", "v1.31.2-eks-1b2c", "v1.35.0"];
    private static readonly string?[] KubernetesRanges = [null, null, null, ">=1.30.0"];

    private static readonly string[] StepNames = ["sys/one", "sys/two"];

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static readonly Gen<PlanRequirement> AnyRequirement =
        from name in OneOf(Names)
        from range in OneOf(Ranges)
        from role in Gen.Int[0, 5]
        select new PlanRequirement(name, range, role == 0 ? Role : null);

    private static Gen<PlanComponent> Component(string name) =>
        from versions in Gen.Int[1, 63]
        from requirements in AnyRequirement.Array[0, 2]
        from conflict in Gen.Int[0, 3 * Names.Length]
        from conflictRange in OneOf(Ranges)
        from kubernetes in OneOf(KubernetesRanges)
        from noSkip in Gen.Bool
        from cpu in Gen.Int[0, 3]
        select new PlanComponent
        {
            Name = name,
            Title = name.ToUpperInvariant(),
            Versions = [.. Versions.Where((_, bit) => (versions & (1 << bit)) != 0)],
            Requirements = [.. requirements.DistinctBy(requirement => (requirement.Component, requirement.Role))],
            Conflicts = conflict < Names.Length && Names[conflict] != name ? [new PlanConflict(Names[conflict], conflictRange)] : [],
            Kubernetes = kubernetes,
            Upgrade = new UpgradeRules { SkipMinor = !noSkip },
            Capacity = cpu == 0 ? null : new PlanCapacity(cpu * 100, 0),
        };

    private static readonly Gen<InstalledRelease> AnyRelease =
        from name in OneOf(Names)
        from version in OneOf(Versions)
        from state in Gen.Int[0, 9]
        select new InstalledRelease(name, version, state switch
        {
            7 => InstalledState.Broken,
            8 => InstalledState.NeverDone,
            9 => InstalledState.Changing,
            _ => InstalledState.Sound,
        });

    private static Gen<ClusterFacts> Cluster(int number) =>
        from version in OneOf(Kubernetes)
        from hub in Gen.Bool
        from installed in AnyRelease.Array[0, 5]
        from room in Gen.Int[0, 10]
        select new ClusterFacts
        {
            Id = new Guid(number, 0, 0, new byte[8]),
            Name = $"member{number}",
            KubernetesVersion = version,
            Roles = hub ? new HashSet<string> { Role } : [],
            Installed = [.. installed.DistinctBy(release => release.Component)],
            Free = room == 0 ? new PlanCapacity(400, 0) : null,
        };

    private static Gen<PlanWish> Wish(int clusters) =>
        from cluster in Gen.Int[1, clusters]
        from name in OneOf(Names)
        from kind in OneOf(WishKind.Install, WishKind.Install, WishKind.Upgrade, WishKind.Uninstall)
        from version in Gen.Int[0, 3 * Versions.Length]
        from values in Gen.Int[0, 5]
        select new PlanWish(new Guid(cluster, 0, 0, new byte[8]), name, kind,
            kind != WishKind.Uninstall && version < Versions.Length ? Versions[version] : null, kind == WishKind.Upgrade && values == 0);

    private static Gen<PlanTarget> Target(int clusters) =>
        from cluster in Gen.Int[1, clusters]
        from name in OneOf([.. Names, .. StepNames])
        select new PlanTarget(new Guid(cluster, 0, 0, new byte[8]), name);

    private static Gen<PlanLink> Link(int clusters) =>
        from dependent in Target(clusters)
        from provider in Target(clusters)
        where dependent != provider
        select new PlanLink(dependent, provider);

    private static Gen<PlanFamily> Family(int clusters) => Target(clusters).Array[2, 4].Select(
        targets => new PlanFamily("System", [.. targets.Where(target => !StepNames.Contains(target.Component)).Distinct()]));

    private static PlanWish StepWish(PlanTarget target, bool undone) =>
        new(target.ClusterId, target.Component, undone ? WishKind.Uninstall : WishKind.Install, NewValues: !undone, Of: "System");

    /// <summary>The same with steps, and with what ties targets over clusters.</summary>
    private static Gen<PlanCase> Tie(PlanCase input) =>
        from links in Link(input.Clusters.Count).Array[1, 6]
        from families in Family(input.Clusters.Count).Array[0, 2]
        from steps in Target(input.Clusters.Count).Array[0, 4]
        from undone in Gen.Bool
        from done in Gen.Int[0, 7]
        select input with
        {
            Components = [.. input.Components, .. StepNames.Select(name => new PlanComponent { Name = name, Title = name, Versions = ["1.0.0"], IsStep = true })],
            Clusters =
            [
                .. input.Clusters.Select((cluster, index) => (done & (1 << index)) == 0 ? cluster : cluster with
                {
                    Installed = [.. cluster.Installed, new InstalledRelease(StepNames[index % 2], "1.0.0")],
                }),
            ],
            Wishes = [.. input.Wishes, .. steps.Where(step => StepNames.Contains(step.Component)).Distinct().Select(step => StepWish(step, undone))],
            Ties = new PlanTies(links, families),
        };

    /// <summary>Every second one with systems in it.</summary>
    public static Gen<PlanCase> Any => Gen.Bool.SelectMany(tied => tied ? Plain.SelectMany(Tie) : Plain);

    private static Gen<PlanCase> Plain { get; } =
        from a in Component(Names[0])
        from b in Component(Names[1])
        from c in Component(Names[2])
        from d in Component(Names[3])
        from e in Component(Names[4])
        from f in Component(Names[5])
        from first in Cluster(1)
        from second in Cluster(2)
        from third in Cluster(3)
        from clusters in Gen.Int[1, 3]
        from wishes in Wish(clusters).Array[1, 5]
        select new PlanCase([a, b, c, d, e, f], [.. new[] { first, second, third }.Take(clusters)], wishes);

    public ComponentPlan Resolve() => PlanResolver.Resolve(Components, Clusters, Wishes, Ties);

    public PlanComponent Component(PlannedChange change) => Components.Single(component => component.Name == change.Component);

    /// <summary>The same, in any other order.</summary>
    public PlanCase Reversed() => new([.. Components.Reverse()],
        [.. Clusters.Reverse().Select(cluster => cluster with { Installed = [.. cluster.Installed.Reverse()] })], [.. Wishes.Reverse()])
    {
        Ties = new PlanTies([.. Ties.Links.Reverse()], [.. Ties.Families.Reverse().Select(family => family with { Targets = [.. family.Targets.Reverse()] })]),
    };

    /// <summary>What a target needs: as the catalogue says, and as systems do.</summary>
    public IEnumerable<PlanRequirement> Requirements(Guid cluster, string component) => Components.Single(one => one.Name == component).Requirements.Concat(
        Ties.Links.Where(link => link.Dependent == new PlanTarget(cluster, component)).Select(link => link.Provider).Distinct()
            .Select(provider => new PlanRequirement(provider.Component) { ClusterId = provider.ClusterId }));

    /// <summary>What a failing property shows.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Components
        .Select(component => $"{component.Name} [{string.Join(' ', component.Versions)}] needs [{string.Join("; ", component.Requirements)}] not with [{string.Join("; ", component.Conflicts)}] {component.Kubernetes} {(!component.Upgrade.SkipMinor ? "no skip" : "")} {component.Capacity}")
        .Concat(Clusters.Select(cluster => $"{cluster.Name} {cluster.KubernetesVersion} {string.Join(' ', cluster.Roles)} [{string.Join("; ", cluster.Installed)}] {cluster.Free}"))
        .Concat(Ties.Links.Select(link => link.ToString())).Concat(Ties.Families.Select(family => string.Join(" = ", family.Targets)))
        .Concat(Wishes.Select(wish => wish.ToString())));
}

using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Planning;

/// <summary>A release's row, decrypted: never into a log, message or result.</summary>
/// <param name="Given">What the person gave.</param>
/// <param name="Layer">What systems said when it was applied last, or null.</param>
/// <param name="SystemId">The system that brought it, or null.</param>
internal sealed record PlanReleaseRow(
    Guid ClusterId, string Component, string Version, int Revision, ReleaseState State, string Given, string? Layer, Guid? SystemId)
{
    /// <summary>Never the values.</summary>
    public override string ToString() => $"PlanReleaseRow {{ {Component} {Version} }}";
}

/// <summary>What the rows of releases say to the planner: pure.</summary>
internal sealed class PlanRows(ComponentCatalog catalog, PlanInput input, IReadOnlyList<PlanReleaseRow> releases)
{
    private readonly Dictionary<PlanTarget, PlanReleaseRow> _releases = releases.ToDictionary(row => new PlanTarget(row.ClusterId, row.Component));
    private readonly ILookup<Guid, PlanReleaseRow> _byCluster = releases.ToLookup(row => row.ClusterId);

    /// <summary>What is installed on a cluster.</summary>
    /// <param name="changing">What an operation is queued or running for.</param>
    public IEnumerable<InstalledRelease> Installed(Guid clusterId, IReadOnlySet<PlanTarget> changing) => _byCluster[clusterId].Select(row => new InstalledRelease(
        row.Component, row.Version, State(row, changing.Contains(new PlanTarget(row.ClusterId, row.Component))),
        Off(row.ClusterId, row.Component, row.Version, row.Given)));

    /// <summary>What clusters are to systems once the plan is done.</summary>
    public IEnumerable<(Guid ClusterId, string Role)> Roles() =>
        input.Models.SelectMany(model => model.Members.Select(member => (member.ClusterId, $"{model.Catalog.Name}/{member.Role}")))
            // What is to go is still there while it goes.
            .Concat(input.Systems.SelectMany(wish => wish.Leaving.Select(member => (member.ClusterId, $"{wish.Model.Catalog.Name}/{member.Role}"))));

    /// <summary>One wish a pair of the items. Values count as new where they differ from the installed ones, byte by byte.</summary>
    public IReadOnlyList<PlanWish> Wishes(PlanRequest request) =>
    [
        .. from item in request.Items
           from cluster in item.ClusterIds
           let release = _releases.GetValueOrDefault(new PlanTarget(cluster, item.Component))
           select new PlanWish(cluster, item.Component, item.Kind, item.Version,
               item.Values is not null && release is not null && item.Values != release.Given,
               item.Values is null ? null : Off(cluster, item.Component, item.Version, item.Values)),
    ];

    /// <summary>What the rows say of the parts of a system, on all of its clusters.</summary>
    public IReadOnlyDictionary<PlanTarget, PartFacts> Parts(SystemWish wish, PlanRequest request)
    {
        var given = (request.Systems ?? []).First(system => system.Id == wish.Model.Id).Parts ?? [];
        var targets = from member in wish.Model.Members.Concat(wish.Leaving)
                      from part in wish.Model.Catalog.Role(member.Role)?.Parts ?? []
                      select new PlanTarget(member.ClusterId, part.Component);
        return targets.Distinct().ToDictionary(target => target, target => Part(wish.Model.Id, target, given.FirstOrDefault(part => part.Component == target.Component)?.Values));
    }

    private PartFacts Part(Guid system, PlanTarget target, string? given)
    {
        var release = _releases.GetValueOrDefault(target);
        var version = release?.Version ?? catalog.Find(target.Component)?.LatestVersion ?? "";
        var layer = input.Layer(target.ClusterId, target.Component, version);
        var shared = input.Models.Any(model => model.Id != system && model.Members.Any(
            member => member.ClusterId == target.ClusterId && model.Parts(member.Role).Any(part => part.Component == target.Component)));
        return new PartFacts(
            release is not null && (layer?.Text != release.Layer || (given is not null && given != release.Given)),
            Off(target.ClusterId, target.Component, version, given ?? release?.Given ?? ""),
            release is not null && (release.SystemId != system || shared));
    }

    private IReadOnlySet<string>? Off(Guid cluster, string component, string? version, string values) => catalog.Find(component) is { } entry
        ? PlanMapping.Off(entry, version ?? entry.LatestVersion, values, input.Layer(cluster, component, version ?? entry.LatestVersion))
        : null;

    private static InstalledState State(PlanReleaseRow row, bool changing) => row switch
    {
        _ when changing => InstalledState.Changing,
        { Revision: 0 } => InstalledState.NeverDone,
        { State: ReleaseState.Ready or ReleaseState.Degraded } => InstalledState.Sound,
        _ => InstalledState.Broken,
    };
}

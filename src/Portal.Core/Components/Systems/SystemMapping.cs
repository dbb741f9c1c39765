using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Systems;

internal sealed record SystemOutputRow(Guid SystemId, Guid ClusterId, string Step, string Name, DateTimeOffset UpdatedAt);

internal sealed record SystemReleaseRow(Guid ClusterId, string Component, string Version, ReleaseState State, string StateReason);

/// <summary>An operation on a step that has not ended, and what it said last.</summary>
internal sealed record SystemOpenStep(Guid OperationId, Guid ClusterId, string Step, string Message);

/// <summary>Puts together what pages and scripts see of a system, without what is secret.</summary>
internal sealed class SystemMapping(ComponentCatalog catalog, SystemReader reader, InstalledSystem row)
{
    private readonly CatalogSystem? _entry = catalog.FindSystem(row.System);

    public required IReadOnlyList<SystemStepRecord> Steps { get; init; }

    public required IReadOnlyList<SystemOutputRow> Outputs { get; init; }

    public required IReadOnlyList<SystemReleaseRow> Releases { get; init; }

    public required IReadOnlyList<SystemOpenStep> Open { get; init; }

    public static SystemOffer Offer(ComponentCatalog catalog, CatalogSystem entry, int installed) => new(
        entry.Name, entry.Title, entry.Description, entry.Category, entry.Docs, entry.Settings,
        [
            .. entry.Roles.Select(role => new SystemRoleOffer(
                role.Name, role.Title, role.Scope.ToString(), role.Min, role.Max,
                [.. role.Parts.Select(part => new SystemPartOffer(part.Component, Title(catalog, part.Component), part.Optional))])),
        ],
        [.. entry.Steps.Select(step => step.Title)],
        entry.Roles.SelectMany(role => role.Parts).Any(part => Placeholders.Names(part.Values).Contains(Placeholders.ClusterNetwork)), installed);

    public SystemDetail Detail()
    {
        var steps = StepViews().ToList();
        var fleets = row.Members.Select(member => member.Cluster!.Fleet?.Name ?? "").Distinct().ToList();
        return new SystemDetail(
            row.Id, row.System, _entry?.Title ?? row.System, row.State, row.StateReason, row.StateSince,
            row.FleetId, row.FleetId is not null && fleets is [var fleet] ? fleet : "", row.CreatedBy, row.CreatedAt, row.LastOperationId,
            _entry is null ? [] : SystemSettings.Open(_entry, SystemSettings.Merge(_entry, reader.Settings(row))),
            row.Options,
            [
                .. row.Members.OrderBy(member => RoleIndex(member.Role)).ThenBy(member => member.Cluster!.Name, StringComparer.Ordinal)
                    .Select(member => Member(member, steps)),
            ],
            steps,
            [
                .. Outputs.OrderBy(output => output.Step, StringComparer.Ordinal).ThenBy(output => output.Name, StringComparer.Ordinal)
                    .Select(output => new SystemOutputView(NameOf(output.ClusterId), output.Step, output.Name, output.UpdatedAt)),
            ],
            []);
    }

    private static string Title(ComponentCatalog catalog, string component) => catalog.Find(component)?.Title ?? component;

    private SystemMemberView Member(InstalledSystemMember member, List<SystemStepView> steps)
    {
        var role = _entry?.Role(member.Role);
        var parts = (role?.Parts ?? []).Where(part => !part.Optional || row.Options.Contains(part.Component)).Select(part =>
        {
            var release = Releases.FirstOrDefault(release => (release.ClusterId, release.Component) == (member.ClusterId, part.Component));
            return new SystemPartView(part.Component, Title(catalog, part.Component), release?.Version, release?.State, release?.StateReason ?? "");
        }).ToList();
        return new SystemMemberView(
            member.ClusterId, member.Cluster!.Name, member.Role, role?.Title ?? member.Role,
            member.Network.Length > 0 ? member.Network : member.Cluster.Name, member.State, Reason(member, parts, steps), parts);
    }

    /// <summary>The first thing that is not well, what a step says before what a part says.</summary>
    private string Reason(InstalledSystemMember member, List<SystemPartView> parts, List<SystemStepView> steps)
    {
        var mine = _entry?.Steps.Where(step => step.Roles.Contains(member.Role)).Select(step => step.Name).ToHashSet() ?? [];
        return steps.Where(step => step.ClusterId == member.ClusterId && mine.Contains(step.Step)).Select(step => step.Words)
            .Concat(parts.Where(part => part.State is not ReleaseState.Ready).Select(part => part.StateReason))
            .FirstOrDefault(words => words.Length > 0) ?? "";
    }

    private IEnumerable<SystemStepView> StepViews() =>
        from step in _entry?.Steps ?? []
        from member in row.Members.Where(member => step.Roles.Contains(member.Role)).DistinctBy(member => member.ClusterId)
            .OrderBy(member => member.Cluster!.Name, StringComparer.Ordinal)
        select StepView(step, member);

    private SystemStepView StepView(SystemStep step, InstalledSystemMember member)
    {
        var record = Steps.FirstOrDefault(record => (record.ClusterId, record.Step) == (member.ClusterId, step.Name));
        var open = Open.FirstOrDefault(open => (open.ClusterId, open.Step) == (member.ClusterId, step.Name));
        var (state, words) = (open, record) switch
        {
            ({ } running, _) => (SystemStepState.Running, running.Message),
            (_, null) => (SystemStepState.Pending, ""),
            (_, { Problem.Length: > 0 }) => (SystemStepState.Failed, record.Problem),
            _ => (SystemStepState.Done, ""),
        };
        return new SystemStepView(
            member.ClusterId, member.Cluster!.Name, step.Name, step.Title, step.Follows, state, record?.DoneAt, record?.RunAt, words, open?.OperationId);
    }

    private int RoleIndex(string role) => _entry?.Roles.Select(known => known.Name).ToList().IndexOf(role) ?? 0;

    private string NameOf(Guid cluster) => row.Members.FirstOrDefault(member => member.ClusterId == cluster)?.Cluster!.Name ?? "";
}

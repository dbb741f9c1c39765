using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Values;
using Portal.Web.Shell;

namespace Portal.Web.Components;

/// <summary>Puts a system together, or changes one: which clusters have which role, and what it is given. It leads to a plan.</summary>
public partial class SystemForm
{
    private readonly Loadable<IReadOnlyList<SystemOffer>> _offers = new();
    private readonly Loadable<SystemDetail> _system = new();
    private readonly Dictionary<string, Dictionary<Guid, string>> _members = [];
    private readonly Dictionary<Guid, string> _networks = [];
    private readonly HashSet<string> _options = [];
    private SystemOffer? _chosen;
    private ShownProblem? _problem;
    private string _settings = "";
    private string _before = "";
    private bool _busy;

    [Inject]
    public required ISystems Systems { get; init; }

    [Inject]
    public required IComponentPlans Plans { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>The installed system that is changed; null for a new one.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    /// <summary>The clusters that have any role, by name.</summary>
    private IEnumerable<(Guid Id, string Name)> Picked => _members.Values.SelectMany(role => role)
        .DistinctBy(cluster => cluster.Key).OrderBy(cluster => cluster.Value, StringComparer.Ordinal).Select(cluster => (cluster.Key, cluster.Value));

    private IEnumerable<SystemPartOffer> Optional =>
        (_chosen?.Roles ?? []).SelectMany(role => role.Parts).Where(part => part.Optional).DistinctBy(part => part.Component);

    /// <summary>What is to be chosen yet, in words.</summary>
    private IEnumerable<string> Missing => from role in _chosen?.Roles ?? []
                                           let count = _members[role.Name].Count
                                           where count < role.Min || count > role.Max
                                           select count < role.Min
                                               ? L.Fill("Systems.TooFew", ("role", Say(role)), ("least", role.Min), ("count", count))
                                               : L.Fill("Systems.TooMany", ("role", Say(role)), ("most", role.Max), ("count", count));

    protected override async Task LoadAsync()
    {
        if (_offers.Value is null)
        {
            await ReadAsync(_offers, Systems.ListOffersAsync);
        }

        // What is being chosen is not taken away by a change elsewhere.
        if (Id is { } id && _system.Value is null)
        {
            await ReadAsync(_system, (actor, cancellationToken) => Systems.GetAsync(id, actor, cancellationToken));
            if (_system.Value is { } system && _offers.Value?.FirstOrDefault(offer => offer.Name == system.System) is { } offer)
            {
                Begin(offer, system);
            }
        }
    }

    private static string Say(SystemRoleOffer role) => PhraseBook.Say(role.Title, CultureInfo.CurrentUICulture);

    private static string RoleWords(SystemRoleOffer role) => role.Parts.Count == 0
        ? Say(role)
        : $"{Say(role)}: {string.Join(", ", role.Parts.Where(part => !part.Optional).Select(part => part.Title))}";

    private void Choose(SystemOffer offer)
    {
        _chosen = offer;
        _members.Clear();
        _options.Clear();
        _settings = "";
        _problem = null;
        foreach (var role in offer.Roles)
        {
            _members[role.Name] = [];
        }
    }

    private void Begin(SystemOffer offer, SystemDetail system)
    {
        Choose(offer);
        foreach (var member in system.Members.Where(member => member.State != SystemMemberState.Leaving && _members.ContainsKey(member.Role)))
        {
            _members[member.Role][member.ClusterId] = member.ClusterName;
            if (member.Network != member.ClusterName)
            {
                _networks[member.ClusterId] = member.Network;
            }
        }

        _options.UnionWith(system.Options);
        _settings = _before = ValuesYaml.Write(system.Settings);
    }

    private void Toggle(string component, bool chosen)
    {
        if (chosen)
        {
            _options.Add(component);
        }
        else
        {
            _options.Remove(component);
        }
    }

    private async Task PlanAsync()
    {
        Guid? plan = null;
        _busy = true;
        _problem = await ActAsync(async (actor, cancellationToken) =>
            plan = (await Plans.CreateAsync(new PlanRequest([], Systems: [Wish()]), actor, cancellationToken)).Id);
        _busy = false;
        if (plan is { } id)
        {
            Navigation.NavigateTo(Links.PlanOf(id));
        }
    }

    private PlanSystem Wish() => new(
        _chosen!.Name,
        Id is null ? SystemWishKind.Install : SystemWishKind.Change,
        Id,
        [
            .. _chosen.Roles.SelectMany(role => _members[role.Name].Keys.Select(cluster => new PlanMember(
                cluster, role.Name, _networks.GetValueOrDefault(cluster)?.Trim() is { Length: > 0 } network ? network : null))),
        ],
        _settings == _before ? null : _settings,
        Optional.Any() ? [.. Optional.Where(part => _options.Contains(part.Component)).Select(part => new PlanPart(part.Component))] : null);
}

using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Access;
using Portal.Core.Access.OpenId;
using Portal.Core.Data;
using Portal.Core.Teams;
using Portal.Web.Shell;

namespace Portal.Web.Settings;

/// <summary>What the groups of providers are in the portal, and whose accounts their people have; for admins.</summary>
public partial class ProvidersPage
{
    private const int Rows = 200;

    private readonly Loadable<IReadOnlyList<GroupMappingView>> _mappings = new();
    private readonly Loadable<Page<ExternalIdentityView>> _identities = new();
    private readonly Loadable<Page<TeamSummary>> _teams = new();
    private readonly Dictionary<Guid, string> _accounts = [];
    private ShownProblem? _problem;
    private string _provider = "";
    private string _group = "";
    private Guid? _team;
    private TeamRole _teamRole = TeamRole.Viewer;
    private PortalRole _portalRole = PortalRole.Viewer;
    private bool _busy;

    [Inject]
    public required OpenIdProviders Providers { get; init; }

    [Inject]
    public required IGroupMappings Mappings { get; init; }

    [Inject]
    public required IExternalIdentities Identities { get; init; }

    [Inject]
    public required ITeams Teams { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    private bool CanCreate => !_busy && _group.Length > 0;

    protected override void OnInitialized()
    {
        base.OnInitialized();
        _provider = Providers.All is [var first, ..] ? first.Name : "";
    }

    protected override async Task LoadAsync()
    {
        if (!May(Permission.ManageUsers))
        {
            return;
        }

        await ReadAsync(_mappings, Mappings.ListAsync);
        await ReadAsync(_teams, (actor, cancellationToken) => Teams.ListAsync(new TeamQuery { Take = Rows }, actor, cancellationToken));
        await ReadAsync(_identities, (actor, cancellationToken) => Identities.ListAsync(new IdentityQuery { Take = Rows }, actor, cancellationToken));
        foreach (var identity in _identities.Value?.Items ?? [])
        {
            _accounts.TryAdd(identity.Id, "");
        }
    }

    private async Task CreateAsync()
    {
        // A form can be sent again before its button is seen to be disabled.
        if (!CanCreate)
        {
            return;
        }

        var request = new GroupMappingRequest(_provider, _group.Trim(), _team, _team is null ? null : _teamRole, _team is null ? _portalRole : null);
        await RunAsync((actor, cancellationToken) => Mappings.CreateAsync(request, actor, cancellationToken));
        if (_problem is null)
        {
            _group = "";
        }
    }

    private async Task DeleteAsync(GroupMappingView mapping)
    {
        _problem = null;
        await DialogService.ConfirmAsync(
            L.Fill("SignIn.RemoveMapping", ("group", mapping.Group)), L["SignIn.RemoveMappingWords"], L["SignIn.Remove"], null, [],
            () => ActAsync((actor, cancellationToken) => Mappings.DeleteAsync(mapping.Id, actor, cancellationToken)));
        await LoadAsync();
    }

    private Task LinkAsync(ExternalIdentityView identity) => _busy
        ? Task.CompletedTask
        : RunAsync((actor, cancellationToken) => Identities.LinkAsync(identity.Id, _accounts[identity.Id], actor, cancellationToken));

    private async Task RemoveAsync(ExternalIdentityView identity)
    {
        _problem = null;
        await DialogService.ConfirmAsync(
            L.Fill("SignIn.RemoveIdentity", ("name", identity.Name)), L["SignIn.RemoveIdentityWords"], L["SignIn.Remove"], null, [],
            () => ActAsync((actor, cancellationToken) => Identities.RemoveAsync(identity.Id, actor, cancellationToken)));
        await LoadAsync();
    }

    private async Task RunAsync(Func<Actor, CancellationToken, Task> act)
    {
        _busy = true;
        _problem = await ActAsync(act);
        _busy = false;
        await LoadAsync();
    }
}

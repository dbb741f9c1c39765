using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Access;
using Portal.Core.Access.Factors;
using Portal.Core.Access.OpenId;
using Portal.Core.Access.ServiceAccounts;
using Portal.Core.Access.Sessions;
using Portal.Core.Data;
using Portal.Web.Shell;

namespace Portal.Web.Settings;

/// <summary>Accounts, for admins.</summary>
public partial class UsersPage
{
    private const string SearchName = "q";
    private const int Rows = 200;

    private readonly Loadable<Page<UserSummary>> _users = new();
    private OneTimePassword? _password;
    private ShownProblem? _problem;
    private string _name = "";
    private PortalRole? _role = PortalRole.Viewer;
    private bool _isService;
    private bool _busy;

    [Inject]
    public required IUsers Users { get; init; }

    [Inject]
    public required IServiceAccounts ServiceAccounts { get; init; }

    [Inject]
    public required OpenIdProviders Providers { get; init; }

    [Inject]
    public required ISessions Sessions { get; init; }

    [Inject]
    public required IFactors Factors { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    [SupplyParameterFromQuery(Name = SearchName)]
    public string? Search { get; set; }

    private bool CanCreate => !_busy && _name.Trim().Length > 0;

    protected override Task LoadAsync() => May(Permission.ManageUsers)
        ? ReadAsync(_users, (actor, cancellationToken) => Users.ListAsync(new UserQuery { Search = Search?.Trim() ?? "", Take = Rows }, actor, cancellationToken))
        : Task.CompletedTask;

    private static StatusLook LookOf(UserSummary user) => user switch
    {
        { Disabled: true } => new StatusLook(StatusShape.Slash, "mute", "User.Disabled"),
        { LockedUntil: not null } => new StatusLook(StatusShape.Triangle, "warn", "User.Locked"),
        { MustChangePassword: true } => new StatusLook(StatusShape.Ring, "mute", "User.MustChange"),
        _ => new StatusLook(StatusShape.Disc, "good", "User.Active"),
    };

    private async Task CreateAsync()
    {
        // A form can be sent again before its button is seen to be disabled.
        if (!CanCreate)
        {
            return;
        }

        await RunAsync(_isService
            ? (actor, cancellationToken) => ServiceAccounts.CreateAsync(new ServiceAccountRequest(_name.Trim(), _role), actor, cancellationToken)
            : async (actor, cancellationToken) => _password = await Users.CreateAsync(new UserRequest(_name.Trim(), _role), actor, cancellationToken));
        if (_problem is null)
        {
            _name = "";
        }
    }

    /// <summary>As the list of roles has it: a list that is given no value shows its first.</summary>
    private static string RoleText(UserSummary user) => user.Role?.ToString() ?? "";

    /// <summary>The provider whose groups give the role, as people see it; null for a role that is given by hand.</summary>
    private string? ProviderOf(UserSummary user) => Providers.Find(user.RoleProvider)?.DisplayName;

    private Task SetRoleAsync(UserSummary user, PortalRole? role) =>
        RunAsync((actor, cancellationToken) => Users.SetRoleAsync(user.Id, role, actor, cancellationToken));

    private Task EnableAsync(UserSummary user) => RunAsync((actor, cancellationToken) => Users.EnableAsync(user.Id, actor, cancellationToken));

    private async Task ResetAsync(UserSummary user)
    {
        await DialogService.ConfirmAsync(
            L.Fill("Users.ResetTitle", ("name", user.Name)), L["Users.ResetWords"], L["Users.Reset"], null, [],
            () => ActAsync(async (actor, cancellationToken) => _password = await Users.ResetPasswordAsync(user.Id, actor, cancellationToken)));
        await LoadAsync();
    }

    private async Task ResetFactorsAsync(UserSummary user)
    {
        await DialogService.ConfirmAsync(
            L.Fill("Users.ResetFactorsTitle", ("name", user.Name)), L["Users.ResetFactorsWords"], L["Users.ResetFactors"], user.Name, [],
            () => ActAsync((actor, cancellationToken) => Factors.ResetAsync(user.Id, actor, cancellationToken)));
        await LoadAsync();
    }

    private async Task EndSessionsAsync(UserSummary user)
    {
        await DialogService.ConfirmAsync(
            L.Fill("Users.EndSessionsTitle", ("name", user.Name)), L["Users.EndSessionsWords"], L["Users.EndSessions"], null, [],
            () => ActAsync((actor, cancellationToken) => Sessions.EndAllAsync(user.Id, actor, cancellationToken)));
    }

    private async Task DisableAsync(UserSummary user)
    {
        await DialogService.ConfirmAsync(
            L.Fill("Users.DisableTitle", ("name", user.Name)), L["Users.DisableWords"], L["Users.Disable"], user.Name, [],
            () => ActAsync((actor, cancellationToken) => Users.DisableAsync(user.Id, actor, cancellationToken)));
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

using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Access;
using Portal.Core.Access.ServiceAccounts;
using Portal.Web.Shell;

namespace Portal.Web.Settings;

/// <summary>Bearer tokens for the REST API: a person's own, or those of a service account.</summary>
public partial class TokensPage
{
    private readonly Loadable<IReadOnlyList<ApiTokenSummary>> _tokens = new();
    private CreatedApiToken? _created;
    private ShownProblem? _problem;
    private string _name = "";
    private int _days = 90;
    private string _scope = "";
    private bool _busy;

    [Inject]
    public required IApiTokens Tokens { get; init; }

    [Inject]
    public required IServiceAccounts ServiceAccounts { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    /// <summary>The service account whose tokens these are; null for the person's own.</summary>
    [SupplyParameterFromQuery]
    public Guid? Account { get; set; }

    private bool CanCreate => !_busy && _name.Trim().Length > 0;

    protected override Task LoadAsync() => ReadAsync(_tokens, (actor, cancellationToken) => Account is { } account
        ? ServiceAccounts.ListTokensAsync(account, actor, cancellationToken)
        : Tokens.ListAsync(null, actor, cancellationToken));

    private async Task CreateAsync()
    {
        // A form can be sent again before its button is seen to be disabled.
        if (!CanCreate)
        {
            return;
        }

        _busy = true;
        _problem = await ActAsync(async (actor, cancellationToken) =>
        {
            var request = new ApiTokenRequest(_name.Trim(), Math.Min(_days, Tokens.MaxDays), _scope.Length > 0 ? [_scope] : null);
            _created = Account is { } account
                ? await ServiceAccounts.CreateTokenAsync(account, request, actor, cancellationToken)
                : await Tokens.CreateAsync(request, actor, cancellationToken);
        });
        _busy = false;
        if (_problem is null)
        {
            _name = "";
            await LoadAsync();
        }
    }

    private async Task RevokeAsync(ApiTokenSummary token)
    {
        if (await DialogService.ConfirmAsync(
            L.Fill("Tokens.RevokeTitle", ("name", token.Name)), L["Tokens.RevokeWords"], L["Tokens.Revoke"], token.Name, [],
            () => ActAsync((actor, cancellationToken) => Account is { } account
                ? ServiceAccounts.RevokeTokenAsync(account, token.Id, actor, cancellationToken)
                : Tokens.RevokeAsync(token.Id, actor, cancellationToken))))
        {
            await LoadAsync();
        }
    }
}

using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Access;
using Portal.Web.Shell;

namespace Portal.Web.Settings;

/// <summary>A person's bearer tokens for the REST API.</summary>
public partial class TokensPage
{
    private readonly Loadable<IReadOnlyList<ApiTokenSummary>> _tokens = new();
    private CreatedApiToken? _created;
    private ShownProblem? _problem;
    private string _name = "";
    private int _days = 90;
    private bool _busy;

    [Inject]
    public required IApiTokens Tokens { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    private bool CanCreate => !_busy && _name.Trim().Length > 0;

    protected override Task LoadAsync() => ReadAsync(_tokens, (actor, cancellationToken) => Tokens.ListAsync(null, actor, cancellationToken));

    private async Task CreateAsync()
    {
        // A form can be sent again before its button is seen to be disabled.
        if (!CanCreate)
        {
            return;
        }

        _busy = true;
        _problem = await ActAsync(async (actor, cancellationToken) =>
            _created = await Tokens.CreateAsync(new ApiTokenRequest(_name.Trim(), _days), actor, cancellationToken));
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
            () => ActAsync((actor, cancellationToken) => Tokens.RevokeAsync(token.Id, actor, cancellationToken))))
        {
            await LoadAsync();
        }
    }
}

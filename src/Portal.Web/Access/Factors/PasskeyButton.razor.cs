using Microsoft.AspNetCore.Components;

namespace Portal.Web.Access.Factors;

/// <summary>Signs in by a passkey.</summary>
public sealed partial class PasskeyButton
{
    private string? _problem;

    [SupplyParameterFromForm(FormName = "passkey")]
    private PasskeyForm? Passkey { get; set; }

    /// <summary>Where to go after.</summary>
    [Parameter]
    public string? ReturnUrl { get; set; }

    [Inject]
    internal PasskeySignIn Passkeys { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private async Task SignInAsync()
    {
        _problem = await Passkeys.SignInAsync(Passkey?.Credential ?? "") switch
        {
            SignInOutcome.Refused => "Passkey.Refused",
            SignInOutcome.TooMany => "Step.TooMany",
            SignInOutcome.Expired => "Passkey.Expired",
            _ => null,
        };
        if (_problem is null)
        {
            Navigation.NavigateTo(AccountPaths.Back(ReturnUrl));
        }
    }
}

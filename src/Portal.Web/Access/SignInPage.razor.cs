using Microsoft.AspNetCore.Components;

namespace Portal.Web.Access;

public sealed partial class SignInPage
{
    private string? _problem;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInForm? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [Inject]
    internal SignInService Sessions { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private async Task SignInAsync()
    {
        var outcome = await Sessions.SignInAsync(Input?.Name ?? "", Input?.Password ?? "");
        _problem = outcome switch
        {
            SignInOutcome.Refused => "SignIn.Refused",
            SignInOutcome.TooMany => "SignIn.TooMany",
            _ => null,
        };
        if (_problem is null)
        {
            Navigation.NavigateTo(AccountPaths.Back(ReturnUrl));
        }
    }

    private sealed class SignInForm
    {
        public string? Name { get; set; }

        public string? Password { get; set; }
    }
}

using Microsoft.AspNetCore.Components;
using Portal.Core.Access.OpenId;
using Portal.Web.Access.OpenId;

namespace Portal.Web.Access;

public sealed partial class SignInPage
{
    private string? _problem;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInForm? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    /// <summary>The provider that a sign-in failed with.</summary>
    [SupplyParameterFromQuery]
    private string? Provider { get; set; }

    /// <summary>A word of <see cref="OpenIdProblem"/>.</summary>
    [SupplyParameterFromQuery]
    private string? Problem { get; set; }

    /// <summary>Anything shows the form for a password where it is not offered.</summary>
    [SupplyParameterFromQuery]
    private string? Password { get; set; }

    [Inject]
    internal OpenIdProviders Providers { get; init; } = null!;

    [Inject]
    internal SignInService Sessions { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private bool ShowsPassword => Providers.Passwords == PasswordSignIn.Everybody || Password is not null;

    private string PasswordAddress =>
        $"{AccountPaths.SignIn}?password=true{(AccountPaths.Back(ReturnUrl) is "/" ? "" : $"&returnUrl={Uri.EscapeDataString(ReturnUrl!)}")}";

    private (OpenIdProblem Problem, string Provider)? ProviderProblem =>
        Providers.Find(Provider) is { } provider && Enum.TryParse<OpenIdProblem>(Problem, out var problem) && Enum.IsDefined(problem)
            ? (problem, provider.DisplayName)
            : null;

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
            Navigation.NavigateTo(outcome is SignInOutcome.NeedsSecondFactor ? AccountPaths.With(AccountPaths.SecondStep, ReturnUrl) : AccountPaths.Back(ReturnUrl));
        }
    }

    private sealed class SignInForm
    {
        public string? Name { get; set; }

        public string? Password { get; set; }
    }
}

using Microsoft.AspNetCore.Components;

namespace Portal.Web.Access.Factors;

/// <summary>Asks for the code of the authenticator, after the password.</summary>
public sealed partial class SecondStepPage
{
    private string? _problem;
    private bool _expired;

    [SupplyParameterFromForm(FormName = "code")]
    private StepForm? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [Inject]
    internal SecondStepSignIn Steps { get; init; } = null!;

    [Inject]
    internal SecondStep Step { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    protected override async Task OnInitializedAsync()
    {
        if (Input is null && await Step.ReadAsync() is null)
        {
            Navigation.NavigateTo(AccountPaths.With(AccountPaths.SignIn, ReturnUrl));
        }
    }

    private async Task SignInAsync()
    {
        var outcome = await Steps.SignInAsync(Input?.Code ?? "");
        (_problem, _expired) = (StepProblems.Of(outcome, "Step.Refused"), outcome is SignInOutcome.Expired);
        if (_problem is null)
        {
            Navigation.NavigateTo(AccountPaths.Back(ReturnUrl));
        }
    }
}

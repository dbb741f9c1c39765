using Microsoft.AspNetCore.Components;
using Portal.Core.Access.Factors;
using Portal.Core.Problems;
using Portal.Web.Shell;

namespace Portal.Web.Access.Factors;

/// <summary>Sets an authenticator up, replaces it, and switches it off.</summary>
public sealed partial class AuthenticatorPage
{
    private Problem? _problem;
    private FactorSummary? _factors;
    private AuthenticatorSetup? _setup;
    private IReadOnlyList<string>? _codes;
    private bool _confirming;
    private bool _forced;

    [SupplyParameterFromForm(FormName = "authenticator")]
    private ProofForm? Input { get; set; }

    [SupplyParameterFromForm(FormName = "confirm")]
    private StepForm? Confirm { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    internal ActorSource Actors { get; init; } = null!;

    [Inject]
    internal FactorActs Acts { get; init; } = null!;

    [Inject]
    public required IFactors Factors { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    protected override async Task OnInitializedAsync()
    {
        _forced = (await Actors.ReadAsync(Http.User, Http.RequestAborted))?.MustSetUpFactor == true;

        // A form that is sent must be on the page that takes it.
        _confirming = Confirm is not null;
        _factors = await Factors.GetAsync(await Acts.ActorAsync(), Http.RequestAborted);
    }

    private string Words(FactorSummary factors) => factors switch
    {
        { AuthenticatorSince: not null } => "Authenticator.IsOn",
        _ when _forced => "Authenticator.Forced",
        _ => "Authenticator.Words",
    };

    private async Task ActAsync()
    {
        var proof = (Input ?? new ProofForm()).Proof;
        if (Input?.Act == "remove")
        {
            _problem = await Acts.RunAsync((actor, cancellationToken) => Factors.RemoveAuthenticatorAsync(proof, actor, cancellationToken));
            if (_problem is null)
            {
                Navigation.NavigateTo(Links.Profile);
            }
        }
        else
        {
            _problem = await Acts.RunAsync(async (actor, cancellationToken) => _setup = await Factors.BeginAuthenticatorAsync(proof, actor, cancellationToken));
        }
    }

    private async Task ConfirmAsync()
    {
        _problem = await Acts.RunAsync(async (actor, cancellationToken) =>
            _codes = (await Factors.ConfirmAuthenticatorAsync(Confirm?.Code ?? "", actor, cancellationToken)).Codes);
        _confirming = _problem?.Field == "code";
        if (_codes is { Count: 0 })
        {
            Navigation.NavigateTo(ReturnUrl is null ? Links.Profile : AccountPaths.Back(ReturnUrl));
        }
    }
}

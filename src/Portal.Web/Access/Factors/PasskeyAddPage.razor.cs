using Microsoft.AspNetCore.Components;
using Portal.Core.Access.Factors;
using Portal.Core.Problems;
using Portal.Web.Shell;

namespace Portal.Web.Access.Factors;

/// <summary>Adds a passkey.</summary>
public sealed partial class PasskeyAddPage
{
    private Problem? _problem;
    private FactorSummary? _factors;
    private IReadOnlyList<string>? _codes;

    [SupplyParameterFromForm(FormName = "add")]
    private PasskeyForm? Passkey { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    internal FactorActs Acts { get; init; } = null!;

    [Inject]
    internal PasskeyRegistration Registration { get; init; } = null!;

    [Inject]
    public required IFactors Factors { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    protected override async Task OnInitializedAsync() => _factors = await Factors.GetAsync(await Acts.ActorAsync(), Http.RequestAborted);

    private async Task AddAsync()
    {
        _problem = await Acts.RunAsync(async (actor, cancellationToken) =>
            _codes = (await Registration.AddAsync(Passkey?.Name ?? "", Passkey?.Credential ?? "", actor, cancellationToken)).Codes);
        if (_codes is { Count: 0 })
        {
            Navigation.NavigateTo(ReturnUrl is null ? Links.Profile : AccountPaths.Back(ReturnUrl));
        }
    }
}

using Microsoft.AspNetCore.Components;
using Portal.Core.Access.Factors;
using Portal.Core.Problems;

namespace Portal.Web.Access.Factors;

/// <summary>Makes recovery codes anew.</summary>
public sealed partial class RecoveryCodesPage
{
    private Problem? _problem;
    private FactorSummary? _factors;
    private IReadOnlyList<string>? _codes;

    [SupplyParameterFromForm(FormName = "codes")]
    private ProofForm? Input { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    internal FactorActs Acts { get; init; } = null!;

    [Inject]
    public required IFactors Factors { get; init; }

    protected override async Task OnInitializedAsync() => _factors = await Factors.GetAsync(await Acts.ActorAsync(), Http.RequestAborted);

    private async Task MakeAsync() => _problem = await Acts.RunAsync(async (actor, cancellationToken) =>
        _codes = (await Factors.NewRecoveryCodesAsync((Input ?? new ProofForm()).Proof, actor, cancellationToken)).Codes);
}

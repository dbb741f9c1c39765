using Microsoft.AspNetCore.Components;
using Portal.Core.Access;
using Portal.Core.Access.Factors;
using Portal.Core.Problems;
using Portal.Web.Shell;

namespace Portal.Web.Access.Factors;

/// <summary>Renames a passkey, or removes it.</summary>
public sealed partial class PasskeyPage
{
    private Problem? _problem;
    private FactorSummary? _factors;
    private PasskeySummary? _passkey;

    [Parameter]
    public Guid Id { get; set; }

    [SupplyParameterFromForm(FormName = "rename")]
    private PasskeyForm? Passkey { get; set; }

    [SupplyParameterFromForm(FormName = "remove")]
    private ProofForm? Input { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    internal FactorActs Acts { get; init; } = null!;

    [Inject]
    public required IFactors Factors { get; init; }

    [Inject]
    public required IPasskeys Passkeys { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    protected override async Task OnInitializedAsync()
    {
        _factors = await Factors.GetAsync(await Acts.ActorAsync(), Http.RequestAborted);
        _passkey = _factors.Passkeys.SingleOrDefault(passkey => passkey.Id == Id);
    }

    private Task RenameAsync() => RunAsync((actor, cancellationToken) => Passkeys.RenameAsync(Id, Passkey?.Name ?? "", actor, cancellationToken));

    private Task RemoveAsync() => RunAsync((actor, cancellationToken) => Passkeys.RemoveAsync(Id, (Input ?? new ProofForm()).Proof, actor, cancellationToken));

    private async Task RunAsync(Func<Actor, CancellationToken, Task> act)
    {
        _problem = await Acts.RunAsync(act);
        if (_problem is null)
        {
            Navigation.NavigateTo(Links.Profile);
        }
    }
}

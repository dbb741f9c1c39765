using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Rollouts;
using Portal.Web.Shell;

namespace Portal.Web.Rollouts;

/// <summary>A rollout as one progress bar and a cell for each cluster that opens to its changes.</summary>
public partial class RolloutCells
{
    private static readonly RolloutChangeState[] Counted =
    [
        RolloutChangeState.Started, RolloutChangeState.Failed, RolloutChangeState.Skipped, RolloutChangeState.Waiting,
    ];

    private readonly Loadable<RolloutDetail> _rollout = new();
    private ShownProblem? _problem;
    private Guid? _open;
    private bool _busy;

    [Inject]
    public required IRollouts Rollouts { get; init; }

    /// <summary>The rollout's operation.</summary>
    [Parameter, EditorRequired]
    public Guid Id { get; set; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    /// <summary>While it runs it can be paused and aborted.</summary>
    [Parameter]
    public bool Runs { get; set; }

    // A change of a rollout is told as a change of its operation.
    protected override void Start() => Follow([Topics.Operation], Id, LoadAsync);

    protected override async Task LoadAsync()
    {
        await ReadAsync(_rollout, (actor, cancellationToken) => Rollouts.GetAsync(Id, actor, cancellationToken));

        // What failed is what its reader came for.
        _open ??= _rollout.Value?.Changes.FirstOrDefault(change => change.State == RolloutChangeState.Failed)?.ClusterId;
    }

    private void Toggle(Guid cluster) => _open = _open == cluster ? Guid.Empty : cluster;

    private Task PauseAsync() => RunAsync((actor, cancellationToken) => Rollouts.PauseAsync(Id, actor, cancellationToken));

    private Task ResumeAsync() => RunAsync((actor, cancellationToken) => Rollouts.ResumeAsync(Id, actor, cancellationToken));

    private async Task AbortAsync() => await DialogService.ConfirmAsync(L["Abort.Title"], L["Abort.Words"], L["Act.Abort"], null, [],
        () => ActAsync((actor, cancellationToken) => Rollouts.AbortAsync(Id, actor, cancellationToken)));

    private async Task RunAsync(Func<Actor, CancellationToken, Task> act)
    {
        _busy = true;
        _problem = await ActAsync(act);
        _busy = false;
        await LoadAsync();
    }
}

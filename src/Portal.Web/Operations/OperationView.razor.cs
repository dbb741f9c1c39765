using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Web.Shell;

namespace Portal.Web.Operations;

/// <summary>One operation: what, where, who, when, how far, and its log.</summary>
public partial class OperationView
{
    private readonly Loadable<OperationDetail> _operation = new();
    private ShownProblem? _problem;
    private bool _busy;

    [Inject]
    public required IOperations Operations { get; init; }

    [Inject]
    public required IOperationWords Words { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    [Parameter, EditorRequired]
    public Guid Id { get; set; }

    /// <summary>The ordinal of the step whose lines are shown; null for all.</summary>
    [SupplyParameterFromQuery(Name = "step")]
    public int? Step { get; set; }

    private bool MayRun(OperationSummary summary) => May(Permission.RunOperations) && (summary.ClusterId is not null || May(Permission.RunRollouts));

    protected override void Start()
    {
        Follow([Topics.Operation], Id, LoadAsync);
    }

    protected override Task LoadAsync() =>
        ReadAsync(_operation, (actor, cancellationToken) => Operations.GetAsync(Id, actor, cancellationToken));

    private string StepHref(int? step) => Navigation.GetUriWithQueryParameter("step", step);

    private Task CancelAsync() => RunAsync((actor, cancellationToken) => Operations.CancelAsync(Id, actor, cancellationToken));

    private Task RetryAsync(OperationDetail operation) => operation.NeedsCredential
        ? GiveCredentialAsync(operation)
        : RunAsync((actor, cancellationToken) => Operations.RetryAsync(Id, actor, cancellationToken));

    private async Task GiveCredentialAsync(OperationDetail operation)
    {
        var parameters = new DialogParameters<CredentialDialog>
        {
            { dialog => dialog.OperationId, Id },
            { dialog => dialog.ClusterName, operation.Summary.TargetName },
        };
        var shown = await DialogService.ShowAsync<CredentialDialog>(null, parameters, Dialogs.Wide);
        await shown.Result;
        await LoadAsync();
    }

    private async Task RunAsync(Func<Actor, CancellationToken, Task> act)
    {
        _busy = true;
        _problem = await ActAsync(act);
        _busy = false;
        await LoadAsync();
    }

    /// <summary>The subject of such an operation is an application, and no component.</summary>
    private static bool IsOfApplication(string kind) => kind is OperationKinds.DeliverToCluster or OperationKinds.RemoveApplication;
}

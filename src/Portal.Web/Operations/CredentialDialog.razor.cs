using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Web.Shell;

namespace Portal.Web.Operations;

/// <summary>Gives a join its kubeconfig again: it was held in memory only, and the process that held it is gone.</summary>
public partial class CredentialDialog
{
    private IReadOnlyList<KubeconfigContext> _contexts = [];
    private string _kubeconfig = "";
    private string _context = "";
    private ShownProblem? _problem;
    private bool _busy;

    [Inject]
    public required IClusterJoin Join { get; init; }

    [Inject]
    public required IActorSource ActorSource { get; init; }

    [Inject]
    public required ProblemReporter Reporter { get; init; }

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    [Parameter, EditorRequired]
    public Guid OperationId { get; set; }

    [Parameter, EditorRequired]
    public required string ClusterName { get; set; }

    private async Task ChangedAsync(string kubeconfig)
    {
        (_kubeconfig, _contexts, _context) = (kubeconfig, [], "");
        await TryAsync(async actor =>
        {
            _contexts = await Join.ReadContextsAsync(kubeconfig, actor, CancellationToken.None);
            _context = (_contexts.FirstOrDefault(context => context is { IsCurrent: true, Problem: null })
                ?? _contexts.FirstOrDefault(context => context.Problem is null))?.Name ?? "";
        });
    }

    private Task ResumeAsync() => TryAsync(async actor =>
    {
        await Join.ResumeAsync(OperationId, _kubeconfig, _context, actor, CancellationToken.None);
        Dialog.Close();
    });

    private async Task TryAsync(Func<Actor, Task> act)
    {
        (_busy, _problem) = (true, null);
        try
        {
            await act(await ActorSource.GetAsync(CancellationToken.None));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _problem = Reporter.Report(exception);
        }
        finally
        {
            _busy = false;
        }
    }
}

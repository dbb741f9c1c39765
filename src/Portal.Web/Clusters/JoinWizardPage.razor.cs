using Microsoft.AspNetCore.Components;
using Portal.Core.Clusters;
using Portal.Core.Fleets;
using Portal.Web.Shell;

namespace Portal.Web.Clusters;

/// <summary>
/// Joins a cluster, one decision a step. All that was typed lives in this circuit's memory until the join has begun: going
/// back loses nothing, and the kubeconfig is never in the address or in the browser's storage.
/// </summary>
public partial class JoinWizardPage
{
    private const string Way = "way";
    private const string Command = "command";
    private const string Kubeconfig = "kubeconfig";

    private readonly Loadable<IReadOnlyList<FleetSummary>> _fleets = new();
    private readonly ClusterDraft _draft = new();
    private IReadOnlyList<KubeconfigContext> _contexts = [];
    private PreflightReport? _report;
    private string _kubeconfig = "";
    private string _context = "";
    private JoinStep _step;
    private JoinStep _reached;
    private ShownProblem? _problem;
    private bool _busy;

    [Inject]
    public required IFleets Fleets { get; init; }

    [Inject]
    public required IClusterJoin Join { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = Way)]
    public string? WayChosen { get; set; }

    [SupplyParameterFromQuery(Name = "fleet")]
    public Guid? FleetId { get; set; }

    private bool IsCommand => WayChosen == Command;

    private IReadOnlyList<(string Id, string Words)> Ways => [(Kubeconfig, L["Join.ByKubeconfig"]), (Command, L["Join.ByCommand"])];

    private bool CanGoOn => _step switch
    {
        JoinStep.Kubeconfig => _kubeconfig.Trim().Length > 0,
        JoinStep.Context => _contexts.Any(context => context.Name == _context && context.Problem is null),
        JoinStep.Describe => ClusterNames.IsValid(_draft.Name) && _draft.FleetId is not null && LabelText.ReadLabels(_draft.Labels).BadLine is null,
        JoinStep.Check => _report is { Passed: true },
        _ => true,
    };

    private JoinRequest Request => new() { Description = _draft.Describe(), Kubeconfig = _kubeconfig, Context = _context };

    protected override async Task LoadAsync()
    {
        if (_fleets.Value is null)
        {
            await ReadAsync(_fleets, Fleets.ListAsync);
            var given = _fleets.Value?.FirstOrDefault(fleet => fleet.Id == FleetId);
            _draft.FleetId ??= given?.Id ?? (_fleets.Value is [var only] ? only.Id : null);
        }
    }

    private string WayHref(string way) => Navigation.GetUriWithQueryParameter(Way, way == Command ? Command : null);

    private string Said(string? value) => string.IsNullOrEmpty(value) ? Shell["None"] : value;

    private StatusLook LookOf(JoinStep step) => step switch
    {
        _ when step == _step => new StatusLook(StatusShape.Disc, "accent", "Step.Current"),
        JoinStep.Check when _report is { Passed: false } => StatusLook.Of(CheckOutcome.Failed),
        _ when step < _reached => StatusLook.Of(CheckOutcome.Passed),
        _ => new StatusLook(StatusShape.Ring, "mute", "Step.Pending"),
    };

    private void KubeconfigChanged(string kubeconfig)
    {
        if (kubeconfig != _kubeconfig)
        {
            (_kubeconfig, _contexts, _context, _report, _problem) = (kubeconfig, [], "", null, null);
            _reached = JoinStep.Kubeconfig;
        }
    }

    private void ChooseContext(string context)
    {
        if (_context != context)
        {
            (_context, _report) = (context, null);
            _reached = JoinStep.Context;
        }

        if (_draft.Name.Length == 0)
        {
            _draft.Name = ClusterNames.Suggest(context);
        }
    }

    /// <summary>The checks were of another description.</summary>
    private void DescriptionChanged() => (_report, _reached) = (null, JoinStep.Describe);

    private void GoTo(JoinStep step) => (_step, _problem) = (step, null);

    private async Task GoOnAsync()
    {
        switch (_step)
        {
            case JoinStep.Kubeconfig when _contexts.Count == 0:
                await RunAsync(async () => _problem = await ActAsync(async (actor, cancellationToken) =>
                    _contexts = await Join.ReadContextsAsync(_kubeconfig, actor, cancellationToken)));
                if (_problem is not null)
                {
                    return;
                }

                if ((_contexts.FirstOrDefault(context => context.IsCurrent && context.Problem is null)
                    ?? _contexts.FirstOrDefault(context => context.Problem is null)) is { } usable)
                {
                    ChooseContext(usable.Name);
                }

                break;
            case JoinStep.Confirm:
                await JoinAsync();
                return;
        }

        GoTo(_step + 1);
        _reached = (JoinStep)Math.Max((int)_reached, (int)_step);
        if (_step == JoinStep.Check)
        {
            await CheckAsync();
        }
    }

    private Task CheckAsync() => RunAsync(async () =>
    {
        _report = null;
        _problem = await ActAsync(async (actor, cancellationToken) => _report = await Join.CheckAsync(Request, actor, cancellationToken));
        Suggest();
    });

    /// <summary>Fills what the person left empty with what the nodes say.</summary>
    private void Suggest()
    {
        if (_report is null)
        {
            return;
        }

        _draft.Provider = _draft.Provider.Length > 0 ? _draft.Provider : _report.SuggestedProvider;
        _draft.Region = _draft.Region.Length > 0 ? _draft.Region : _report.SuggestedRegion;
        _draft.Zone = _draft.Zone.Length > 0 ? _draft.Zone : _report.SuggestedZone;
    }

    private async Task JoinAsync()
    {
        JoinStarted? started = null;
        await RunAsync(async () => _problem = await ActAsync(async (actor, cancellationToken) => started = await Join.JoinAsync(Request, actor, cancellationToken)));
        if (started is not null)
        {
            _kubeconfig = "";
            Navigation.NavigateTo(Links.Operation(started.OperationId));
        }
    }

    private async Task RunAsync(Func<Task> act)
    {
        _busy = true;
        StateHasChanged();
        await act();
        _busy = false;
    }
}

using Microsoft.AspNetCore.Components;
using Portal.Core.Clusters;
using Portal.Core.Fleets;
using Portal.Core.Monitoring.ApplicationMetrics;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring.ApplicationMetrics;

/// <summary>A new metric to be scraped, or a change of one; its monitor follows what is typed.</summary>
public partial class ApplicationMetricEditor
{
    private const int MostClusters = 500;

    private readonly Loadable<IReadOnlyList<FleetSummary>> _fleets = new();
    private MonitorDraft _draft = new();
    private Dictionary<Guid, string> _clusters = [];
    private IReadOnlyList<string> _present = [];
    private MonitorPreview? _checked;
    private ShownProblem? _problem;
    private string _name = "";
    private Guid _fleet;
    private int? _revision;
    private bool _all;
    private bool _confirmed;
    private bool _busy;

    [Inject]
    public required IApplicationMetrics Metrics { get; init; }

    [Inject]
    public required IFleets Fleets { get; init; }

    [Inject]
    public required IClusters Clusters { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>The metric that is changed; null for a new one.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    private string Yaml => MonitorManifest.Yaml(_name.Trim(), _draft.Settings());

    private bool IsWhole => _name.Trim().Length > 0 && (_all || _clusters.Count > 0) && _draft.BadLine is null
        && _draft.Namespace.Trim().Length > 0 && _draft.Selector.Trim().Length > 0 && _draft.Port.Trim().Length > 0;

    /// <summary>The clusters that have it, and are no longer chosen.</summary>
    private IReadOnlyList<string> Leaving => _all ? [] : [.. _present.Except(_clusters.Values)];

    private ApplicationMetricRequest Request => new(
        _name.Trim(), _fleet, _all ? [] : [.. _clusters.Values.Order(StringComparer.Ordinal)], _draft.Settings(), _revision, Leaving.Count > 0 && _confirmed ? Leaving.Count : null);

    protected override async Task LoadAsync()
    {
        if (_fleets.Value is null)
        {
            await ReadAsync(_fleets, async (actor, cancellationToken) =>
            {
                var fleets = await Fleets.ListAsync(actor, cancellationToken);
                _fleet = fleets is [var first, ..] ? first.Id : Guid.Empty;
                if (Id is { } id)
                {
                    var metric = await Metrics.GetAsync(id, actor, cancellationToken);
                    var clusters = await Clusters.ListAsync(new ClusterQuery { Fleets = [metric.Summary.Delivery.FleetId], Take = MostClusters }, actor, cancellationToken);
                    Take(metric, clusters.Items);
                }

                return fleets;
            });
        }
    }

    private void Take(ApplicationMetricDetail metric, IReadOnlyList<ClusterSummary> clusters)
    {
        (_name, _fleet, _revision) = (metric.Summary.Name, metric.Summary.Delivery.FleetId, metric.Summary.Delivery.LatestRevision);
        _draft = MonitorDraft.Of(metric.Summary.Settings);
        _all = metric.ClusterNames.Count == 0;
        _clusters = clusters.Where(cluster => metric.ClusterNames.Contains(cluster.Name)).ToDictionary(cluster => cluster.Id, cluster => cluster.Name);
        _present = [.. metric.Clusters.Where(cluster => cluster.Revision is not null).Select(cluster => cluster.ClusterName)];
    }

    private void ChooseFleet(object? value)
    {
        (_fleet, _clusters, _checked) = (Guid.TryParse(value?.ToString(), out var fleet) ? fleet : _fleet, [], null);
    }

    /// <summary>What was found of other settings says nothing of these.</summary>
    private void ChangedAsync() => _checked = null;

    private Task CheckAsync() => RunAsync(async () =>
    {
        MonitorPreview? preview = null;
        _problem = await ActAsync(async (actor, cancellationToken) => preview = await Metrics.PreviewAsync(Id, Request, actor, cancellationToken));
        _checked = preview;
    });

    private Task AddLabelsAsync(IReadOnlyDictionary<string, string> labels)
    {
        _draft.AddLabels(labels);
        return CheckAsync();
    }

    private Task SaveAsync() => RunAsync(async () =>
    {
        ApplicationMetricStarted? started = null;
        _problem = await ActAsync(async (actor, cancellationToken) => started = Id is { } id
            ? await Metrics.UpdateAsync(id, Request, actor, cancellationToken)
            : await Metrics.CreateAsync(Request, actor, cancellationToken));
        if (started is not null)
        {
            Navigation.NavigateTo(Links.ApplicationMetric(started.Id));
        }
    });

    private async Task RunAsync(Func<Task> act)
    {
        _busy = true;
        await act();
        _busy = false;
    }
}

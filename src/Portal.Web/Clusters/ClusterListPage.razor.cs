using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Clusters;
using Portal.Core.Events;
using Portal.Core.Fleets;
using Portal.Web.Components;
using Portal.Web.Shell;

namespace Portal.Web.Clusters;

/// <summary>All clusters: filtered, sorted and paged by the database, all of it in the address.</summary>
public partial class ClusterListPage
{
    private readonly Loadable<ClusterFacets> _facets = new();
    private readonly HashSet<Guid> _chosen = [];
    private IReadOnlyDictionary<Guid, string> _fleetNames = new Dictionary<Guid, string>();
    private DataTable<ClusterSummary>? _table;
    private ClusterQuery _query = new();
    private string _readFor = "";
    private int? _total;

    [Inject]
    public required IClusters Clusters { get; init; }

    [Inject]
    public required IFleets Fleets { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    [SupplyParameterFromQuery(Name = ClusterAddress.Search)]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = ClusterAddress.State)]
    public string[]? States { get; set; }

    [SupplyParameterFromQuery(Name = ClusterAddress.Fleet)]
    public string[]? FleetIds { get; set; }

    [SupplyParameterFromQuery(Name = ClusterAddress.Kind)]
    public string[]? Kinds { get; set; }

    [SupplyParameterFromQuery(Name = ClusterAddress.Provider)]
    public string[]? Providers { get; set; }

    [SupplyParameterFromQuery(Name = ClusterAddress.Region)]
    public string[]? Regions { get; set; }

    [SupplyParameterFromQuery(Name = ClusterAddress.Version)]
    public string[]? Versions { get; set; }

    [SupplyParameterFromQuery(Name = ClusterAddress.Sort)]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = ClusterAddress.Columns)]
    public string? Columns { get; set; }

    [SupplyParameterFromQuery(Name = ClusterAddress.Peek)]
    public string? Peek { get; set; }

    private (string Column, bool Descending) SortNow => ClusterAddress.ParseSort(Sort);

    private bool IsFiltered => !string.IsNullOrEmpty(Search)
        || new[] { States, FleetIds, Kinds, Providers, Regions, Versions }.Any(values => values is { Length: > 0 });

    private IReadOnlyList<string> ChosenColumns => Columns is null
        ? [.. AllColumns.Where(column => !column.Extra && !column.Fixed).Select(column => column.Id)]
        : Columns.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private IReadOnlyList<TableColumn<ClusterSummary>> ShownColumns
    {
        get
        {
            var chosen = ChosenColumns;
            return [.. AllColumns.Where(column => column.Fixed || chosen.Contains(column.Id))];
        }
    }

    private IReadOnlyList<FacetOption> ColumnOptions =>
        [.. AllColumns.Where(column => !column.Fixed).Select(column => new FacetOption(column.Id, Plain(column.Title), null))];

    private IReadOnlyList<FacetOption> StateOptions => [.. Enum.GetValues<ClusterState>()
        .Select(state => new FacetOption(state.ToString(), Glyph(state), _facets.Value?.States.GetValueOrDefault(state)))];

    private IReadOnlyList<FacetOption> KindOptions => [.. Enum.GetValues<ClusterKind>()
        .Select(kind => new FacetOption(kind.ToString(), Plain(L.Say(kind)), _facets.Value?.Kinds.GetValueOrDefault(kind)))];

    private IReadOnlyList<FacetOption> FleetOptions => [.. _fleetNames.OrderBy(fleet => fleet.Value, StringComparer.CurrentCulture)
        .Select(fleet => new FacetOption(fleet.Key.ToString(), Plain(fleet.Value), _facets.Value?.Fleets.GetValueOrDefault(fleet.Key)))];

    protected override void Start() =>
        Follow([Topics.Cluster, Topics.Fleet, Topics.Sweep], null, async () =>
        {
            if (_table is not null)
            {
                await _table.RefreshAsync();
            }

            await LoadFacetsAsync();
        });

    protected override async Task LoadAsync()
    {
        var (column, descending) = SortNow;
        _query = new ClusterQuery
        {
            Search = Search?.Trim() ?? "",
            States = PageQuery.Parse<ClusterState>(States),
            Fleets = [.. (FleetIds ?? []).Select(id => Guid.TryParse(id, out var fleet) ? fleet : (Guid?)null).OfType<Guid>()],
            Kinds = PageQuery.Parse<ClusterKind>(Kinds),
            Providers = Providers ?? [],
            Regions = Regions ?? [],
            Versions = Versions ?? [],
            Sort = ClusterAddress.Sorts[column],
            Descending = descending,
        };
        // A peek or another choice of columns asks for no rows.
        var readFor = new Uri(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [ClusterAddress.Peek] = null, [ClusterAddress.Columns] = null })).Query;
        if (_readFor == readFor && _facets.Value is not null)
        {
            return;
        }

        var first = _readFor.Length == 0 && _facets.Value is null;
        _readFor = readFor;
        if (!first && _table is not null)
        {
            await _table.RefreshAsync();
        }

        await LoadFacetsAsync();
    }

    private static RenderFragment Plain(string text) => builder => builder.AddContent(0, text);

    private static RenderFragment Glyph(ClusterState state) => builder =>
    {
        builder.OpenComponent<StatusGlyph>(0);
        builder.AddComponentParameter(1, nameof(StatusGlyph.Look), StatusLook.Of(state));
        builder.CloseComponent();
    };

    private static IReadOnlyList<FacetOption> Texts(IReadOnlyDictionary<string, int>? counts) =>
        [.. (counts ?? new Dictionary<string, int>()).Where(entry => entry.Key.Length > 0).OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new FacetOption(entry.Key, Plain(entry.Key), entry.Value))];

    private Task LoadFacetsAsync() => ReadAsync(_facets, async (actor, cancellationToken) =>
    {
        _fleetNames = (await Fleets.ListAsync(actor, cancellationToken)).ToDictionary(fleet => fleet.Id, fleet => fleet.Name);
        return await Clusters.FacetsAsync(_query, actor, cancellationToken);
    });

    private async Task<TableWindow<ClusterSummary>> SourceAsync(int skip, int take, CancellationToken cancellationToken)
    {
        var actor = await ActorSource.GetAsync(cancellationToken);
        var page = await Clusters.ListAsync(_query with { Skip = skip, Take = take }, actor, cancellationToken);
        return new TableWindow<ClusterSummary>(page.Items, page.Total);
    }

    private void Set(string name, object? value) => Navigation.SetQuery(name, value is "" ? null : value);

    private void SetColumns(IReadOnlyList<string> chosen) => Set(ClusterAddress.Columns, string.Join(',', chosen));

    private async Task InstallAsync()
    {
        var parameters = new DialogParameters<InstallDialog> { { dialog => dialog.Preset, [.. _chosen] } };
        var shown = await DialogService.ShowAsync<InstallDialog>(null, parameters, Dialogs.Wide);
        if (await shown.Result is { Canceled: false })
        {
            _chosen.Clear();
        }
    }
}

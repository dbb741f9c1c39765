using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Fleets;
using Portal.Web.Shell;

namespace Portal.Web.Fleets;

/// <summary>All fleets.</summary>
public partial class FleetListPage
{
    private const string SearchName = "q";
    private readonly Loadable<IReadOnlyList<FleetSummary>> _fleets = new();
    private bool _opened;

    [Inject]
    public required IFleets Fleets { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    [SupplyParameterFromQuery(Name = SearchName)]
    public string? Search { get; set; }

    /// <summary>Opens the dialog at once, for links such as "create a fleet first".</summary>
    [SupplyParameterFromQuery(Name = "create")]
    public bool Create { get; set; }

    protected override void Start() => Follow([Topics.Fleet, Topics.Cluster], null, LoadAsync);

    protected override async Task LoadAsync()
    {
        await ReadAsync(_fleets, Fleets.ListAsync);
        if (Create && !_opened && May(Permission.ManageFleets))
        {
            _opened = true;
            Navigation.SetQuery("create", null);
            await CreateAsync();
        }
    }

    private bool Matches(FleetSummary fleet) => string.IsNullOrWhiteSpace(Search)
        || fleet.Name.Contains(Search.Trim(), StringComparison.OrdinalIgnoreCase)
        || fleet.Description.Contains(Search.Trim(), StringComparison.CurrentCultureIgnoreCase);

    private async Task CreateAsync()
    {
        var shown = await DialogService.ShowAsync<FleetDialog>(L["Act.Create"], Dialogs.Options);
        if (await shown.Result is { Canceled: false, Data: FleetSummary fleet })
        {
            Navigation.NavigateTo(Links.Fleet(fleet.Id));
        }
    }
}

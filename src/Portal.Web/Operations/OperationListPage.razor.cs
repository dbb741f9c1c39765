using Microsoft.AspNetCore.Components;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Web.Shell;

namespace Portal.Web.Operations;

/// <summary>All operations, newest first.</summary>
public partial class OperationListPage
{
    private const string SearchName = "q";
    private const string StateName = "state";
    private const string KindName = "kind";
    private const int PageSize = 50;
    private const int MaxTake = 200;

    private readonly Loadable<OperationPage> _page = new();

    [Inject]
    public required IOperations Operations { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IOperationWords Words { get; init; }

    [SupplyParameterFromQuery(Name = SearchName)]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = StateName)]
    public string[]? States { get; set; }

    [SupplyParameterFromQuery(Name = KindName)]
    public string[]? Kinds { get; set; }

    private bool IsFiltered => !string.IsNullOrEmpty(Search) || States is { Length: > 0 } || Kinds is { Length: > 0 };

    private static IReadOnlyList<FacetOption> StateOptions { get; } =
        [.. Enum.GetValues<OperationState>().Select(state => new FacetOption(state.ToString(), Glyph(state), null))];

    private IReadOnlyList<FacetOption> KindOptions =>
        [.. OperationWords.Kinds.Select(kind => new FacetOption(kind, builder => builder.AddContent(0, Words.Kind(kind)), null))];

    protected override void Start() => Follow([Topics.Operation], null, RereadAsync);

    protected override Task LoadAsync() => ReadAsync(PageSize);

    private static RenderFragment Glyph(OperationState state) => builder =>
    {
        builder.OpenComponent<StatusGlyph>(0);
        builder.AddComponentParameter(1, nameof(StatusGlyph.Look), StatusLook.Of(state));
        builder.CloseComponent();
    };

    /// <summary>Reads again as many as are shown, as far as one call gives them.</summary>
    private Task RereadAsync() => ReadAsync(Math.Clamp(_page.Value?.Items.Count ?? PageSize, PageSize, MaxTake));

    private Task ReadAsync(int take) => ReadAsync(_page, async (actor, cancellationToken) =>
    {
        var read = await Operations.ListAsync(Query(take), actor, cancellationToken);
        return new OperationPage(read.Items, read.Total, read.Next);
    });

    private Task MoreAsync() => ReadAsync(_page, async (actor, cancellationToken) =>
    {
        var before = _page.Value!;
        var read = await Operations.ListAsync(Query(PageSize) with { After = before.Next }, actor, cancellationToken);
        return new OperationPage([.. before.Items, .. read.Items], before.Total, read.Next);
    });

    private OperationQuery Query(int take) => new()
    {
        Search = Search?.Trim() ?? "",
        States = PageQuery.Parse<OperationState>(States),
        Kinds = [.. (Kinds ?? []).Where(OperationWords.Kinds.Contains)],
        Take = take,
    };

    private void Set(string name, object? value) => Navigation.SetQuery(name, value is "" ? null : value);

    private void Clear() => Navigation.SetQuery(new Dictionary<string, object?>
    {
        [SearchName] = null,
        [StateName] = null,
        [KindName] = null,
    });
}

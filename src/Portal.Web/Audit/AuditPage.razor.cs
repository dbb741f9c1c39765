using Microsoft.AspNetCore.Components;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Core.Data;
using Portal.Web.Shell;

namespace Portal.Web.Audit;

/// <summary>The audit trail, newest first; for those who may see all of it.</summary>
public partial class AuditPage
{
    private const string SearchName = "q";
    private const string ActName = "act";
    private const string KindName = "kind";
    private const string OutcomeName = "outcome";
    private const int PageSize = 50;

    private readonly Loadable<Page<AuditEntry>> _entries = new();
    private IReadOnlyList<string> _kinds = [];
    private AuditVerification? _found;
    private ShownProblem? _problem;
    private bool _isChecking;

    [Inject]
    public required IAuditTrail Trail { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = SearchName)]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = ActName)]
    public string[]? Acts { get; set; }

    [SupplyParameterFromQuery(Name = KindName)]
    public string[]? Kinds { get; set; }

    [SupplyParameterFromQuery(Name = OutcomeName)]
    public string[]? Outcomes { get; set; }

    private bool IsFiltered => !string.IsNullOrEmpty(Search) || Acts is { Length: > 0 } || Kinds is { Length: > 0 } || Outcomes is { Length: > 0 };

    private IReadOnlyList<FacetOption> ActOptions => [.. AuditActs.All.Select(act => Option(act, L[$"Act.{act}"]))];

    private IReadOnlyList<FacetOption> KindOptions => [.. _kinds.Select(kind => Option(kind, L.KindOf(kind)))];

    private static IReadOnlyList<FacetOption> OutcomeOptions { get; } = [.. AuditOutcomes.All.Select(outcome => new FacetOption(
        outcome,
        builder =>
        {
            builder.OpenComponent<StatusGlyph>(0);
            builder.AddComponentParameter(1, nameof(StatusGlyph.Look), AuditLooks.Of(outcome));
            builder.CloseComponent();
        },
        null))];

    protected override async Task LoadAsync()
    {
        if (May(Permission.ViewAudit))
        {
            await ReadAsync(_entries, async (actor, cancellationToken) =>
            {
                _kinds = await Trail.ListKindsAsync(actor, cancellationToken);
                return await Trail.SearchAsync(Query, PageSize, null, actor, cancellationToken);
            });
        }
    }

    private AuditQuery Query => new() { Search = Search ?? "", Acts = Acts ?? [], Kinds = Kinds ?? [], Outcomes = Outcomes ?? [] };

    private static FacetOption Option(string value, string word) => new(value, builder => builder.AddContent(0, word), null);

    private Task MoreAsync() => ReadAsync(_entries, async (actor, cancellationToken) =>
    {
        var before = _entries.Value!;
        var more = await Trail.SearchAsync(Query, PageSize, before.Next, actor, cancellationToken);
        return new Page<AuditEntry>([.. before.Items, .. more.Items], null, more.Next);
    });

    private async Task VerifyAsync()
    {
        _isChecking = true;
        _problem = await ActAsync(async (actor, cancellationToken) => _found = await Trail.VerifyAsync(actor, cancellationToken));
        _isChecking = false;
        await LoadAsync();
    }

    /// <summary>The same filters, all pages.</summary>
    private string Export(string format) => Navigation.GetUriWithQueryParameters(
        "/api/v1/audit/export",
        new Dictionary<string, object?> { ["format"] = format, ["search"] = Search, ["act"] = Acts, ["kind"] = Kinds, ["outcome"] = Outcomes });

    private void Set(string name, object? value) => Navigation.SetQuery(name, value is "" ? null : value);

    private void Clear() => Navigation.SetQuery(new Dictionary<string, object?> { [SearchName] = null, [ActName] = null, [KindName] = null, [OutcomeName] = null });
}

using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Access;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces.Sources;
using Portal.Web.Monitoring.Traces;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring;

/// <summary>Where the metrics of each cluster come from, and whether they come.</summary>
public partial class SourcesPage
{
    private static readonly StatusLook Checking = new(StatusShape.Dashes, "busy", "Source.Checking");
    private static readonly StatusLook Good = new(StatusShape.Disc, "good", "Source.Answers");
    private static readonly StatusLook Skewed = new(StatusShape.Triangle, "warn", "Source.ClockOff");
    private static readonly StatusLook Bad = new(StatusShape.Square, "bad", "Source.Silent");
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(30);

    private readonly Dictionary<Guid, (MetricsSourceCheck Said, DateTimeOffset At)> _checks = [];
    private readonly Dictionary<Guid, MetricsSourceCheck> _alertmanagerChecks = [];
    private readonly Dictionary<Guid, MetricsSourceCheck> _traceChecks = [];
    private readonly HashSet<Guid> _busy = [];
    private DataTable<ClusterSource>? _table;
    private string _searched = "";
    private int? _total;

    [Inject]
    public required IMetricsSources Sources { get; init; }

    [Inject]
    public required IAlertmanagers Alertmanagers { get; init; }

    [Inject]
    public required ITraceSources Traces { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    private IReadOnlyList<TableColumn<ClusterSource>> Columns =>
    [
        new("cluster", L["Column.Cluster"], row => builder =>
        {
            builder.OpenElement(0, "a");
            builder.AddAttribute(1, "href", Links.Cluster(row.ClusterName));
            builder.AddAttribute(2, "class", "strong");
            builder.AddContent(3, row.ClusterName);
            builder.CloseElement();
        }) { Fixed = true },
        new("endpoint", L["Column.Endpoint"], EndpointCell),
        new("sign-in", L["Column.SignIn"], SignInCell) { Width = 100, Secondary = true },
        new("check", L["Column.Check"], CheckCell) { Width = 150, Secondary = true },
        new("alertmanager", L["Column.Alertmanager"], AlertmanagerCell) { Width = 180, Secondary = true },
        new("traces", L["Column.Traces"], TracesCell) { Width = 180, Secondary = true },
        new("acts", L["Acts"], ActsCell) { Width = 128, Numeric = true },
    ];

    protected override async Task LoadAsync()
    {
        if (_searched != (Search ?? "") && _table is not null)
        {
            _searched = Search ?? "";
            await _table.RefreshAsync();
        }
    }

    private async Task<TableWindow<ClusterSource>> ReadRowsAsync(int skip, int take, CancellationToken cancellationToken)
    {
        _searched = Search ?? "";
        var page = await Sources.ListAsync(new SourceQuery(_searched, skip, take), Actor!, cancellationToken);
        return new TableWindow<ClusterSource>(page.Items, page.Total ?? 0);
    }

    private void SearchAsync(string text) => Navigation.SetQuery("q", text.Length == 0 ? null : text);

    /// <summary>All of its endpoints, each where it is known.</summary>
    private async Task CheckAsync(ClusterSource row)
    {
        _busy.Add(row.ClusterId);
        if (row.Source is not null)
        {
            _checks[row.ClusterId] = (await CheckAsync(row.ClusterId, Sources.CheckAsync), Clock.GetUtcNow());
        }

        if (row.Alertmanager is not null)
        {
            _alertmanagerChecks[row.ClusterId] = await CheckAsync(row.ClusterId, Alertmanagers.CheckAsync);
        }

        if (row.Traces is not null)
        {
            _traceChecks[row.ClusterId] = await CheckAsync(row.ClusterId, Traces.CheckAsync);
        }

        _busy.Remove(row.ClusterId);
    }

    private async Task<MetricsSourceCheck> CheckAsync(Guid clusterId, Func<Guid, Actor, CancellationToken, Task<MetricsSourceCheck>> check)
    {
        MetricsSourceCheck? said = null;
        var problem = await ActAsync(async (actor, cancellationToken) => said = await check(clusterId, actor, cancellationToken));
        return said ?? new MetricsSourceCheck(MemberFaultKind.Refused, problem?.Problem.Why ?? "", TimeSpan.Zero, null);
    }

    private async Task EditAsync(ClusterSource row, bool isAlertmanager)
    {
        var parameters = new DialogParameters<SourceDialog> { { dialog => dialog.Of, row }, { dialog => dialog.IsAlertmanager, isAlertmanager } };
        var shown = await DialogService.ShowAsync<SourceDialog>(L.Fill(isAlertmanager ? "Alertmanager.Title" : "Source.Title", ("cluster", row.ClusterName)), parameters, Dialogs.Options);
        if (await shown.Result is { Canceled: false, Data: MetricsSourceView stored })
        {
            await RefreshAsync();
            await CheckAsync(isAlertmanager ? new ClusterSource(row.ClusterId, row.ClusterName, null) { Alertmanager = stored } : new ClusterSource(row.ClusterId, row.ClusterName, stored));
        }
    }

    private async Task ForgetAsync(ClusterSource row, bool isAlertmanager)
    {
        var given = isAlertmanager ? row.Alertmanager! : row.Source!;
        var done = await DialogService.ConfirmAsync(
            L.Fill(isAlertmanager ? "ForgetAlertmanager.Title" : "Forget.Title", ("cluster", row.ClusterName)), L["Forget.Words"], L["Act.Forget"], null, [given.Address],
            () => ActAsync((actor, cancellationToken) => isAlertmanager
                ? Alertmanagers.RemoveAsync(row.ClusterId, actor, cancellationToken)
                : Sources.RemoveAsync(row.ClusterId, actor, cancellationToken)));
        if (done)
        {
            _ = isAlertmanager ? _alertmanagerChecks.Remove(row.ClusterId) : _checks.Remove(row.ClusterId);
            await RefreshAsync();
        }
    }

    private async Task EditTracesAsync(ClusterSource row)
    {
        var parameters = new DialogParameters<TraceSourceDialog> { { dialog => dialog.Of, row } };
        var shown = await DialogService.ShowAsync<TraceSourceDialog>(L.Fill("TraceSource.Title", ("cluster", row.ClusterName)), parameters, Dialogs.Options);
        if (await shown.Result is { Canceled: false, Data: TraceSourceView stored })
        {
            await RefreshAsync();
            await CheckAsync(new ClusterSource(row.ClusterId, row.ClusterName, null) { Traces = stored });
        }
    }

    private async Task ForgetTracesAsync(ClusterSource row)
    {
        var done = await DialogService.ConfirmAsync(
            L.Fill("ForgetTraces.Title", ("cluster", row.ClusterName)), L["Forget.Words"], L["Act.Forget"], null, [row.Traces!.Address],
            () => ActAsync((actor, cancellationToken) => Traces.RemoveAsync(row.ClusterId, actor, cancellationToken)));
        if (done)
        {
            _traceChecks.Remove(row.ClusterId);
            await RefreshAsync();
        }
    }

    private Task RefreshAsync() => _table?.RefreshAsync() ?? Task.CompletedTask;

    private string SignIn(MetricsSourceView? source) => source switch
    {
        null => "",
        { Kind: MetricsSourceKind.Service } => L["SignIn.Account"],
        { Authentication: MetricsAuthentication.Basic } => L.Fill("SignIn.BasicAs", ("name", source.Username)),
        { Authentication: MetricsAuthentication.Bearer } => L["SignIn.Bearer"],
        _ => L["SignIn.None"],
    };

    private static StatusLook Look(MetricsSourceCheck check) => check switch
    {
        { Fault: not null } => Bad,
        { ClockOffset: { } offset } when offset.Duration() > MostSkew => Skewed,
        _ => Good,
    };

    private string Said(MetricsSourceCheck check) => check switch
    {
        { Fault: not null } => PhraseBook.Say(check.Why, CultureInfo.CurrentUICulture),
        { ClockOffset: { } offset } when offset.Duration() > MostSkew => L.Fill(
            offset > TimeSpan.Zero ? "Check.Ahead" : "Check.Behind", ("seconds", offset.Duration().TotalSeconds.ToString("N0", CultureInfo.CurrentCulture))),
        _ => L.Fill("Milliseconds", ("ms", (long)Math.Ceiling(check.Took.TotalMilliseconds))),
    };
}

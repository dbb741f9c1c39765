using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.States;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring;

/// <summary>What fires and what is about to, in all clusters.</summary>
public partial class AlertsPage
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly string[] AllStates = ["firing", "pending"];

    private readonly Loadable<AlertsRead> _read = new();
    private ShownProblem? _problem;

    [Inject]
    public required IGlobalStates Alerts { get; init; }

    [Inject]
    public required ISilences Silences { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string[]? States { get; set; }

    [SupplyParameterFromQuery(Name = "severity")]
    public string[]? Severities { get; set; }

    [SupplyParameterFromQuery]
    public string? Cluster { get; set; }

    private bool IsFiltered => Search is { Length: > 0 } || States is { Length: > 0 } || Severities is { Length: > 0 } || Cluster is { Length: > 0 };

    private IReadOnlyList<AlertGroup>? Shown => _read.Value is { } read ? AlertGroup.Of(read.Alerts.Where(IsWanted)) : null;

    private IReadOnlyList<FacetOption> StateOptions =>
        [.. AllStates.Select(state => Option(state, L[state == "firing" ? "Alert.Firing" : "Alert.Pending"], _read.Value?.Alerts.Count(alert => alert.IsFiring == (state == "firing"))))];

    private IReadOnlyList<FacetOption> SeverityOptions =>
        [.. (_read.Value?.Alerts ?? []).GroupBy(alert => alert.Severity).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Option(group.Key, group.Key.Length > 0 ? group.Key : L["Alerts.NoSeverity"], group.Count()))];

    protected override void Start() => Repeat(Interval, LoadNowAsync);

    /// <summary>A filter narrows what was read; it is no reason to ask all clusters again.</summary>
    protected override Task LoadAsync() => _read.IsLoading ? LoadNowAsync() : Task.CompletedTask;

    private Task LoadNowAsync() => ReadAsync(_read, async (actor, cancellationToken) =>
    {
        var silences = Silences.ListAsync(actor, cancellationToken);
        var list = await Alerts.AlertsAsync(QueryScope.All, actor, cancellationToken);
        return new AlertsRead([.. list.Items.Select(ActiveAlert.Of)], list.Coverage, await silences, Clock.GetUtcNow());
    });

    /// <summary>Of a group of alerts, of one that is changed, or a new one.</summary>
    private async Task SilenceAsync(AlertGroup? group, Silence? silence)
    {
        var title = silence is not null ? L.Fill("Silence.Change", ("cluster", silence.Member.Name)) : group is not null ? L.Fill("Silence.Title", ("alert", group.Name)) : L["Act.NewSilence"].Value;
        var parameters = new DialogParameters<SilenceDialog>
        {
            { dialog => dialog.Group, group },
            { dialog => dialog.Of, silence },
            { dialog => dialog.Alerts, _read.Value?.Alerts ?? [] },
            { dialog => dialog.Members, [.. _read.Value?.Silences.Coverage.Members.Where(member => member.Part != MemberPart.NotAsked).Select(member => member.Member) ?? []] },
        };
        var shown = await DialogService.ShowAsync<SilenceDialog>(title, parameters, Dialogs.Options);
        if (await shown.Result is { Canceled: false })
        {
            await LoadNowAsync();
        }
    }

    /// <summary>What the rule of these alerts asks, in the explorer.</summary>
    private async Task ExploreAsync(AlertGroup group)
    {
        var query = "";
        _problem = await ActAsync(async (actor, cancellationToken) => query = await AlertRules.QueryAsync(Alerts, group, actor, cancellationToken));
        if (_problem is null)
        {
            Navigation.NavigateTo(Links.ExploreOf(query, isGraph: true));
        }
    }

    private async Task ExpireAsync(Silence silence)
    {
        var done = await DialogService.ConfirmAsync(
            L.Fill("Expire.Title", ("cluster", silence.Member.Name)), L["Expire.Words"], L["Act.Expire"], null, [.. silence.Matchers.Select(matcher => matcher.ToString())],
            () => ActAsync((actor, cancellationToken) => Silences.ExpireAsync(silence.Member.Id, silence.Id, actor, cancellationToken)));
        if (done)
        {
            await LoadNowAsync();
        }
    }

    private bool IsWanted(ActiveAlert alert) =>
        (States is not { Length: > 0 } || States.Contains(alert.IsFiring ? "firing" : "pending"))
        && (Severities is not { Length: > 0 } || Severities.Contains(alert.Severity))
        && (Cluster is not { Length: > 0 } || alert.Member.Name == Cluster)
        && (Search?.Trim() is not { Length: > 0 } text || alert.Labels.Pairs.Concat(alert.Annotations.Pairs).Any(pair => pair.Value.Contains(text, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The same filters for the portal's own: they fire by being there.</summary>
    private bool IsWanted(PortalAlertView alert) =>
        (States is not { Length: > 0 } || States.Contains("firing"))
        && (Severities is not { Length: > 0 } || Severities.Contains(alert.Severity.ToString(), StringComparer.OrdinalIgnoreCase))
        && (Cluster is not { Length: > 0 } || alert.ClusterName == Cluster)
        && (Search?.Trim() is not { Length: > 0 } text || $"{alert.SubjectName} {alert.Reason} {L[$"PortalAlert.{alert.Kind}"]}".Contains(text, StringComparison.OrdinalIgnoreCase));

    private string EmptyWords(AlertsRead read) =>
        read.Coverage.Asked == 0 ? L["Monitoring.NoClusters"] : IsFiltered ? L["Alerts.EmptyFiltered"] : read.Coverage.IsComplete ? L["Alerts.Empty"] : L["Alerts.EmptyPartial"];

    private static FacetOption Option(string value, string words, int? count) => new(value, builder => builder.AddContent(0, words), count);

    private void Set(string name, object? value) => Navigation.SetQuery(name, value is "" ? null : value);

    private void Clear() => Navigation.SetQuery(new Dictionary<string, object?> { ["q"] = null, ["state"] = null, ["severity"] = null, ["cluster"] = null });

    /// <summary>What one round over the clusters brought.</summary>
    private sealed record AlertsRead(IReadOnlyList<ActiveAlert> Alerts, Coverage Coverage, SilenceList Silences, DateTimeOffset At);
}

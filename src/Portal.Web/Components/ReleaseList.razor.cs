using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Components;
using Portal.Core.Components.Adoption;
using Portal.Core.Components.Drift;
using Portal.Core.Events;
using Portal.Web.Shell;

namespace Portal.Web.Components;

/// <summary>The releases of a component, or those on a cluster.</summary>
public partial class ReleaseList
{
    private readonly Loadable<IReadOnlyList<ReleaseSummary>> _releases = new();
    private readonly Loadable<IReadOnlyDictionary<Guid, DriftSummary>> _drifts = new();

    [Inject]
    public required IComponents Components { get; init; }

    [Inject]
    public required IReleaseAdoption Adoption { get; init; }

    [Inject]
    public required IReleaseDrifts Drifts { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Parameter]
    public string? Component { get; set; }

    [Parameter]
    public Guid? ClusterId { get; set; }

    [Parameter]
    public string? ClusterName { get; set; }

    [Parameter]
    public ReleaseState? State { get; set; }

    protected override void Start() => Follow([Topics.Release], null, LoadAsync);

    protected override async Task LoadAsync()
    {
        await ReadAsync(_releases, (actor, cancellationToken) => Components.ListReleasesAsync(Component, ClusterId, actor, cancellationToken));
        await ReadAsync(_drifts, (actor, cancellationToken) => Drifts.ListAsync(Component, ClusterId, actor, cancellationToken));
    }

    private DriftSummary? DriftOf(ReleaseSummary release) => _drifts.Value?.GetValueOrDefault(release.Id);

    private Task<IDialogReference> ShowDriftAsync(ReleaseSummary release) => DialogService.ShowAsync<DriftDialog>(
        null, new DialogParameters<DriftDialog> { { dialog => dialog.Release, release } }, Dialogs.Wide);

    private Task<IDialogReference> UpgradeAsync(ReleaseSummary release) => DialogService.ShowAsync<InstallDialog>(
        null,
        new DialogParameters<InstallDialog>
        {
            { dialog => dialog.Preset, [release.ClusterId] },
            { dialog => dialog.Component, release.Component },
            { dialog => dialog.Upgrade, true },
        },
        Dialogs.Wide);

    private Task<IDialogReference> RollBackAsync(ReleaseSummary release) => DialogService.ShowAsync<RollBackDialog>(
        null, new DialogParameters<RollBackDialog> { { dialog => dialog.Release, release } }, Dialogs.Options);

    private async Task ForgetAsync(ReleaseSummary release)
    {
        if (await DialogService.ConfirmAsync(
            L.Fill("Forget.Title", ("component", release.Component), ("cluster", release.ClusterName)), L["Forget.Words"], L["Act.Forget"], null, [L["Uninstall.Values"].Value],
            () => ActAsync((actor, cancellationToken) => Adoption.ForgetAsync(release.ClusterId, release.Component, actor, cancellationToken))))
        {
            await LoadAsync();
        }
    }

    private async Task UninstallAsync(ReleaseSummary release)
    {
        Guid? operation = null;
        var gone = new[] { L["Uninstall.Workloads"].Value, L["Uninstall.Values"].Value };
        var done = await DialogService.ConfirmAsync(
            L.Fill("Uninstall.Title", ("component", release.Component), ("cluster", release.ClusterName)), L["Uninstall.Words"], L["Act.Uninstall"], release.Component, gone,
            () => ActAsync(async (actor, cancellationToken) =>
                operation = await Components.UninstallAsync(release.ClusterId, release.Component, actor, cancellationToken)));
        if (done && operation is { } id)
        {
            Navigation.NavigateTo(Links.Operation(id));
        }
    }
}

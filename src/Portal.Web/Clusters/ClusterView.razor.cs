using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Events;
using Portal.Web.Access.Kubeconfigs;
using Portal.Web.Components;
using Portal.Web.Shell;

namespace Portal.Web.Clusters;

/// <summary>One cluster.</summary>
public partial class ClusterView
{
    private readonly Loadable<ClusterDetail> _cluster = new();

    [Inject]
    public required IClusters Clusters { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    /// <summary>The cluster's name, or its id in links that the portal writes.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    public string? Tab { get; set; }

    private ClusterTab Current => PageQuery.Parse<ClusterTab>(Tab) is { } tab && Shows(tab) ? tab : ClusterTab.Overview;

    private IReadOnlyList<(string Id, string Words)> Tabs =>
        [.. Enum.GetValues<ClusterTab>().Where(Shows).Select(tab => (tab.ToString(), L[$"Tab.{tab}"].Value))];

    protected override void Start() => Follow([Topics.Cluster, Topics.Sweep], null, ReadClusterAsync);

    protected override Task LoadAsync() => ReadClusterAsync();

    private bool Shows(ClusterTab tab) => tab switch
    {
        ClusterTab.Edit => May(Permission.EditClusters),
        ClusterTab.Components => May(Permission.ViewComponents),
        _ => true,
    };

    private Task ReadClusterAsync() => ReadAsync(_cluster, (actor, cancellationToken) => Guid.TryParse(Name, out var id)
        ? Clusters.GetAsync(id, actor, cancellationToken)
        : Clusters.GetByNameAsync(Name, actor, cancellationToken));

    private string TabHref(string tab) => Navigation.GetUriWithQueryParameter("tab", tab.ToLowerInvariant());

    private Task<IDialogReference> InstallAsync(ClusterSummary cluster) => DialogService.ShowAsync<InstallDialog>(
        null, new DialogParameters<InstallDialog> { { dialog => dialog.Preset, [cluster.Id] } }, Dialogs.Wide);

    private Task<IDialogReference> DownloadAsync(ClusterSummary cluster) => DialogService.ShowAsync<KubeconfigDialog>(
        null,
        new DialogParameters<KubeconfigDialog> { { dialog => dialog.ClusterId, cluster.Id }, { dialog => dialog.ClusterName, cluster.Name } },
        Dialogs.Options);

    private async Task LeaveAsync(ClusterSummary cluster)
    {
        Guid? operation = null;
        var gone = new[] { L["Leave.Account"].Value, L["Leave.Credential"].Value, L["Leave.History"].Value };
        var done = await DialogService.ConfirmAsync(
            L.Fill("Leave.Title", ("name", cluster.Name)), L["Leave.Words"], L["Act.Leave"], cluster.Name, gone,
            () => ActAsync(async (actor, cancellationToken) => operation = await Clusters.LeaveAsync(cluster.Id, actor, cancellationToken)));
        if (done && operation is { } id)
        {
            Navigation.NavigateTo(Links.Operation(id));
        }
    }
}

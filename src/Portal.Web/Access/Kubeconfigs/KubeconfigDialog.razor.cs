using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using MudBlazor;
using Portal.Core.Access.Kubeconfigs;
using Portal.Web.Hosting;
using Portal.Web.Shell;

namespace Portal.Web.Access.Kubeconfigs;

/// <summary>Gives a person a kubeconfig as a file. It is made when it is downloaded, goes to the browser once, and is kept nowhere.</summary>
public partial class KubeconfigDialog
{
    private static readonly int[] Lives = [15, 60, 240, 480, 720];

    private readonly Loadable<KubeconfigPreview> _preview = new();
    private KubeconfigSummary? _issued;
    private ShownProblem? _problem;
    private int _minutes;
    private bool _busy;

    [Inject]
    public required IKubeconfigs Kubeconfigs { get; init; }

    [Inject]
    public required IOptions<HostingOptions> Hosting { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    [Parameter, EditorRequired]
    public Guid ClusterId { get; set; }

    [Parameter, EditorRequired]
    public required string ClusterName { get; set; }

    protected override async Task LoadAsync()
    {
        await ReadAsync(_preview, (actor, cancellationToken) => Kubeconfigs.PreviewAsync(ClusterId, actor, cancellationToken));
        _minutes = _preview.Value?.DefaultMinutes ?? _minutes;
    }

    private async Task DownloadAsync()
    {
        _busy = true;
        _problem = await ActAsync(async (actor, cancellationToken) =>
        {
            var portal = Hosting.Value.PublicUrl ?? new Uri(Navigation.BaseUri);
            var issued = await Kubeconfigs.CreateAsync(ClusterId, new KubeconfigRequest(_minutes), portal, actor, cancellationToken);
            await Js.DownloadAsync(Assets["js/files.js"], Encoding.UTF8.GetBytes(issued.Kubeconfig), $"{ClusterName}.kubeconfig.yaml", "application/yaml", cancellationToken);
            _issued = issued.Summary;
        });
        _busy = false;
    }
}

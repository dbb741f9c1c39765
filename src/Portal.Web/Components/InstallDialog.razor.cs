using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Components;
using Portal.Web.Shell;

namespace Portal.Web.Components;

/// <summary>Installs or upgrades a component: choose, see the plan, confirm; then where to watch.</summary>
public partial class InstallDialog
{
    private readonly Loadable<IReadOnlyList<ComponentSummary>> _catalogue = new();
    private readonly Loadable<ComponentDetail> _detail = new();
    private readonly Dictionary<Guid, string> _clusters = [];
    private IReadOnlyList<StartedOperation> _started = [];
    private string _component = "";
    private string _version = "";
    private string _values = "";
    private InstallStage _stage;
    private ShownProblem? _problem;
    private bool _busy;

    [Inject]
    public required IComponents Components { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    /// <summary>Clusters chosen beforehand.</summary>
    [Parameter]
    public IReadOnlyList<Guid> Preset { get; set; } = [];

    /// <summary>The component; null lets the person choose.</summary>
    [Parameter]
    public string? Component { get; set; }

    [Parameter]
    public bool Upgrade { get; set; }

    private ComponentSummary? Entry => _catalogue.Value?.FirstOrDefault(entry => entry.Name == _component);

    private string Title => Entry is null || Component is null ? L["Install.Title"]
        : L.Fill(Upgrade ? "Install.UpgradeNamed" : "Install.TitleNamed", ("component", Entry.Title));

    protected override async Task LoadAsync()
    {
        if (_catalogue.Value is not null)
        {
            return;
        }

        foreach (var id in Preset)
        {
            _clusters[id] = "";
        }

        await ReadAsync(_catalogue, Components.ListAsync);
        await ChooseAsync(Component ?? (_catalogue.Value is [var first, ..] ? first.Name : null));
        // The title stands outside of what a change of this component draws again.
        Dialog.StateHasChanged();
        await ReadValuesAsync();
    }

    private Task ChooseComponentAsync(ChangeEventArgs args) => ChooseAsync(args.Value?.ToString());

    private async Task ChooseAsync(string? component)
    {
        if (component is not null)
        {
            _component = component;
            _version = Entry?.LatestVersion ?? "";
            await ReadAsync(_detail, (actor, cancellationToken) => Components.GetAsync(component, actor, cancellationToken));
        }
    }

    /// <summary>An upgrade of one release begins with the values that it has.</summary>
    private async Task ReadValuesAsync()
    {
        if (Upgrade && Component is not null && Preset is [var cluster])
        {
            _problem = await ActAsync(async (actor, cancellationToken) =>
                _values = (await Components.GetReleaseAsync(cluster, Component, actor, cancellationToken)).Values ?? "");
        }
    }

    private async Task StartAsync()
    {
        var request = new InstallRequest(_component, [.. _clusters.Keys], _version, _values);
        _busy = true;
        _problem = await ActAsync(async (actor, cancellationToken) => _started = Upgrade
            ? await Components.UpgradeAsync(request, actor, cancellationToken)
            : await Components.InstallAsync(request, actor, cancellationToken));
        _busy = false;
        if (_problem is not null)
        {
            _stage = InstallStage.Form;
        }
        else if (_started is [{ OperationId: { } only }])
        {
            Dialog.Close(DialogResult.Ok(true));
            Navigation.NavigateTo(Links.Operation(only));
        }
        else
        {
            _stage = InstallStage.Started;
        }
    }

    private void Watch()
    {
        Dialog.Close(DialogResult.Ok(true));
        Navigation.NavigateTo(Links.Operations);
    }

    private string NameOf(Guid cluster) => _clusters.GetValueOrDefault(cluster) is { Length: > 0 } name ? name : cluster.ToString();
}

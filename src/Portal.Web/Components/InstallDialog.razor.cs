using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Components;
using Portal.Core.Rollouts;
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
    private ShownProblem? _valuesProblem;
    private bool _rollBack = true;
    private bool _busy;
    private bool _valuesRead;

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

    /// <summary>What was read of the chosen component; null until it is, and never another's.</summary>
    private ComponentDetail? Chosen => _detail.Value is { } detail && detail.Summary.Name == _component ? detail : null;

    /// <summary>One release is upgraded, which has values to begin with.</summary>
    private bool HasFormerValues => Upgrade && Component is not null && Preset.Count == 1;

    private bool CanReview => _clusters.Count > 0 && Chosen is not null && (_valuesRead || !HasFormerValues);

    private InstallRequest Request =>
        new(_component, [.. _clusters.Keys], _version, _values, _rollBack ? ChangeFailure.RollBack : ChangeFailure.Leave);

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
            await ReadDetailAsync();
        }
    }

    private Task ReadDetailAsync() => ReadAsync(_detail, (actor, cancellationToken) => Components.GetAsync(_component, actor, cancellationToken));

    /// <summary>An upgrade of one release begins with the values that it has. Until they are known there is no plan: it would drop them.</summary>
    private async Task ReadValuesAsync()
    {
        if (HasFormerValues)
        {
            _valuesProblem = await ActAsync(async (actor, cancellationToken) =>
                _values = (await Components.GetReleaseAsync(Preset[0], Component!, actor, cancellationToken)).Values ?? "");
            _valuesRead = _valuesProblem is null;
        }
    }

    private async Task StartAsync()
    {
        _busy = true;
        _problem = await ActAsync(async (actor, cancellationToken) => _started = Upgrade
            ? await Components.UpgradeAsync(Request, actor, cancellationToken)
            : await Components.InstallAsync(Request, actor, cancellationToken));
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

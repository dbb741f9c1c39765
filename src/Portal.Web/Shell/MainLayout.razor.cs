using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using MudBlazor;

namespace Portal.Web.Shell;

/// <summary>The frame of every page. shell.js calls it for the keys that need the server.</summary>
public partial class MainLayout
{
    private PageErrorBoundary? _boundary;
    private DotNetObjectReference<MainLayout>? _self;
    private IJSObjectReference? _shell;
    private bool _drawerOpen = true;
    private bool _systemIsDark;
    private bool _dialogOpen;
    private int _failures;
    private Appearance _appearance;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IStringLocalizer<ShellText> L { get; init; }

    [CascadingParameter]
    public InitialAppearance? Initial { get; set; }

    private bool IsDark => _appearance == Appearance.Dark || (_appearance == Appearance.System && _systemIsDark);

    [JSInvokable]
    public Task OpenPaletteAsync() => OpenAsync<CommandPalette>(L["Palette.Title"], Dialogs.Options with { NoHeader = true, BackdropClick = true, Position = DialogPosition.TopCenter });

    [JSInvokable]
    public Task OpenKeysAsync() => OpenAsync<KeyList>(L["Keys.Title"], Dialogs.Options with { CloseButton = true, BackdropClick = true });

    [JSInvokable]
    public void Go(string page) => Navigation.NavigateTo(page switch
    {
        "f" => Links.Fleets,
        "c" => Links.Clusters,
        "p" => Links.Components,
        "m" => Links.Monitoring,
        "r" => Links.Operations,
        "s" => Links.Profile,
        _ => Links.Overview,
    });

    [JSInvokable]
    public void SystemSchemeChanged(bool isDark)
    {
        if (_systemIsDark != isDark)
        {
            _systemIsDark = isDark;
            StateHasChanged();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_shell is not null)
        {
            try
            {
                await _shell.InvokeVoidAsync("detach");
                await _shell.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and its listeners with it.
            }
        }

        _self?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void OnInitialized()
    {
        _appearance = Initial?.Chosen ?? Appearance.System;
        _systemIsDark = Initial?.SystemIsDark ?? false;
    }

    /// <summary>The next page gets a boundary of its own: the old one would draw the page that failed once more.</summary>
    protected override void OnParametersSet()
    {
        if (_boundary is { HasFailed: true })
        {
            _failures++;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _shell = await Js.InvokeAsync<IJSObjectReference>("import", "/" + Assets["js/shell.js"]);
            await _shell.InvokeVoidAsync("attach", _self, ShellWords.All(L));
        }
    }

    private async Task ChooseAppearanceAsync(Appearance chosen)
    {
        _appearance = chosen;
        if (_shell is not null)
        {
            await _shell.InvokeVoidAsync("keepAppearance", chosen.ToString().ToLowerInvariant());
        }
    }

    private async Task OpenAsync<TDialog>(string title, DialogOptions options)
        where TDialog : IComponent
    {
        if (_dialogOpen)
        {
            return;
        }

        _dialogOpen = true;
        try
        {
            var shown = await DialogService.ShowAsync<TDialog>(title, options);
            await shown.Result;
        }
        finally
        {
            _dialogOpen = false;
        }
    }
}

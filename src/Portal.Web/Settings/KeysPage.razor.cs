using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Core.Access;
using Portal.Core.Secrets;
using Portal.Web.Shell;

namespace Portal.Web.Settings;

/// <summary>The key ring, and its rotation; for admins.</summary>
public partial class KeysPage
{
    private readonly Loadable<IReadOnlyList<RingKey>> _keys = new();

    [Inject]
    public required IKeyRotation Keys { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    protected override Task LoadAsync() => May(Permission.ManageSettings) ? ReadAsync(_keys, Keys.ListAsync) : Task.CompletedTask;

    private static StatusLook LookOf(RingKeyState state) => state switch
    {
        RingKeyState.Current => new StatusLook(StatusShape.Disc, "good", "Key.Current"),
        RingKeyState.Older => new StatusLook(StatusShape.Ring, "mute", "Key.Older"),
        _ => new StatusLook(StatusShape.Slash, "mute", "Key.Revoked"),
    };

    private async Task RotateAsync()
    {
        var operation = Guid.Empty;
        if (await DialogService.ConfirmAsync(
            L["Keys.RotateTitle"], L["Keys.RotateWords"], L["Keys.Rotate"], null, [],
            () => ActAsync(async (actor, cancellationToken) => operation = await Keys.RotateAsync(actor, cancellationToken))))
        {
            Navigation.NavigateTo(Links.Operation(operation));
        }
    }
}

using MudBlazor;

namespace Portal.Web.Shell;

/// <summary>The portal's dialogs open in one way.</summary>
public static class Dialogs
{
    public static DialogOptions Options { get; } = new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true, BackdropClick = false };

    public static DialogOptions Wide { get; } = Options with { MaxWidth = MaxWidth.Medium };

    /// <summary>Asks before something irreversible. True when it was done.</summary>
    public static async Task<bool> ConfirmAsync(
        this IDialogService dialogs, string title, string words, string verb, string? name, IReadOnlyList<string> gone, Func<Task<ShownProblem?>> act)
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { dialog => dialog.Words, words },
            { dialog => dialog.Verb, verb },
            { dialog => dialog.Name, name },
            { dialog => dialog.Gone, gone },
            { dialog => dialog.Act, act },
        };
        var shown = await dialogs.ShowAsync<ConfirmDialog>(title, parameters, Options);
        return await shown.Result is { Canceled: false };
    }
}

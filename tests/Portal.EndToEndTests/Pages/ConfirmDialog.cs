using Microsoft.Playwright;

namespace Portal.EndToEndTests.Pages;

/// <summary>The confirmation of a destructive act: the name of what goes must be typed.</summary>
public static class ConfirmDialog
{
    public static async Task ConfirmAsync(IPage page, string verb, Func<Task>? onConfirm = null)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        var button = dialog.GetByRole(AriaRole.Button, new() { Name = verb }).Last;
        var field = dialog.GetByRole(AriaRole.Textbox).First;
        await Assertions.Expect(button).ToBeDisabledAsync();
        var label = await dialog.Locator("label").First.InnerTextAsync();
        var name = label.Replace("Type ", "", StringComparison.Ordinal).Replace(" to confirm", "", StringComparison.Ordinal).Trim();
        await field.FillAsync(name);
        if (onConfirm is not null)
        {
            await onConfirm();
        }

        await button.ClickAsync();
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }
}

using Microsoft.Playwright;

namespace Portal.EndToEndTests.Browser;

/// <summary>One thing to look at: a page, and what to do there first.</summary>
/// <param name="Name">Begins the names of its pictures.</param>
/// <param name="Act">Speaks no language: it finds things by their place and role, as it also runs in Chinese.</param>
public sealed record Scene(string Name, string Path, Func<IPage, Task>? Act = null)
{
    public async Task ShowAsync(IPage page)
    {
        await Survey.OpenAsync(page, Path);
        if (Act is not null)
        {
            await Act(page);
            await Survey.SettleAsync(page);
        }
    }
}

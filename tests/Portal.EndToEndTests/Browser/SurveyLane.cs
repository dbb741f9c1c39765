using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Portal.EndToEndTests.Browser;

/// <summary>Two pages that look at the same scenes: one in English, the other in Chinese. Several lanes share the scenes among them.</summary>
public sealed class SurveyLane
{
    private const int Patience = 30_000;
    private readonly IPage _english;
    private readonly IPage _chinese;

    private SurveyLane(IPage english, IPage chinese)
    {
        _english = english;
        _chinese = chinese;
        _english.SetDefaultTimeout(Patience);
        _chinese.SetDefaultTimeout(Patience);
    }

    public static async Task<SurveyLane> OpenAsync(PortalBrowserFixture browser) =>
        new(await browser.SignedInAsync(View.Light), await browser.SignedInAsync(View.Chinese));

    /// <summary>Takes scenes until there is none left, and adds what is wrong with them to <paramref name="faults"/>.</summary>
    public async Task LookAsync(ConcurrentQueue<Scene> scenes, ConcurrentQueue<string> faults)
    {
        while (scenes.TryDequeue(out var scene))
        {
            try
            {
                var found = await Task.WhenAll(InEnglishAsync(scene), InChineseAsync(scene));
                found.SelectMany(each => each).ToList().ForEach(faults.Enqueue);
            }
            catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
            {
                faults.Enqueue($"{scene.Name}: {exception.Message}");
            }
        }
    }

    private async Task<IReadOnlyList<string>> InEnglishAsync(Scene scene)
    {
        await scene.ShowAsync(_english);
        return await Survey.LookAsync(_english, scene.Name);
    }

    private async Task<IReadOnlyList<string>> InChineseAsync(Scene scene)
    {
        await scene.ShowAsync(_chinese);
        await Survey.PictureAsync(_chinese, $"{scene.Name}-zh");
        return [];
    }
}

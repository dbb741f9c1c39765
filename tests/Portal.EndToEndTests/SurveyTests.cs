using Portal.EndToEndTests.Browser;

namespace Portal.EndToEndTests;

/// <summary>Every page in both themes, in Chinese and on a telephone: a picture of each, and no barrier that axe can find.</summary>
/// <remarks>The large one is explicit until a quiet machine has shown it green: run with <c>--explicit on</c>.</remarks>
public sealed class SurveyTests(PortalBrowserFixture browser) : IClassFixture<PortalBrowserFixture>
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview-empty", "/"), ("fleets-empty", "/fleets"), ("clusters-empty", "/clusters"), ("join-no-fleet", "/join"),
        ("components", "/components"), ("component", "/components/volcano"), ("matrix-empty", "/components/matrix"),
        ("operations-empty", "/operations"), ("profile", "/settings"), ("tokens", "/settings/tokens"), ("users", "/settings/users"),
        ("not-found", "/no-such-page"), ("cluster-not-found", "/clusters/no-such-cluster"),
    ];

    public static TheoryData<string> Views => ["light", "dark", "zh", "narrow"];

    [Theory(Explicit = true)]
    [MemberData(nameof(Views))]
    public async Task Pages_SeenInView_HaveNoBarrier(string view)
    {
        var page = await browser.SignedInAsync(Of(view));
        var barriers = new List<string>();
        foreach (var (name, path) in Pages)
        {
            await Survey.OpenAsync(page, path);
            await Survey.PictureAsync(page, $"{name}-{view}");
            // Words and widths do not change colours and roles: the two themes are enough.
            if (view is "light" or "dark")
            {
                barriers.AddRange((await Survey.BarriersAsync(page)).Select(barrier => $"{path} {barrier}"));
            }
        }

        Assert.Empty(barriers);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("narrow")]
    public async Task SignIn_SeenInView_HasNoBarrier(string view)
    {
        var page = await browser.OpenAsync(Of(view));
        await Survey.OpenAsync(page, "/");
        await Survey.PictureAsync(page, $"sign-in-{view}");

        Assert.Empty(await Survey.BarriersAsync(page));
    }

    private static View Of(string name) => name switch
    {
        "dark" => View.Dark,
        "zh" => View.Chinese,
        "narrow" => View.Narrow,
        _ => View.Light,
    };
}

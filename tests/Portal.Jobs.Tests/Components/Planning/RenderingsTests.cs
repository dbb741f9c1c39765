using Portal.Core.Components.Manifests;
using Portal.Jobs.Components.Planning;

namespace Portal.Jobs.Tests.Components.Planning;

public sealed class RenderingsTests
{
    private readonly Renderings _renderings = new();
    private int _rendered;

    [Fact]
    public async Task Clusters_ThatAreAlike_ShareARendering()
    {
        var first = await GetAsync("same");

        Assert.Same(first, await GetAsync("same"));
        Assert.NotSame(first, await GetAsync("other"));
        Assert.Equal(2, _rendered);
    }

    [Fact]
    public async Task Clusters_ThatTheChartLooksInto_HaveEachItsOwn()
    {
        Assert.NotSame(await GetAsync(null), await GetAsync(null));
    }

    [Fact]
    public async Task Rendering_ThatDidWithoutItsCluster_SaysNothingOfOthers()
    {
        Assert.NotSame(await GetAsync("same", alike: false), await GetAsync("same", alike: false));
    }

    [Fact]
    public async Task Failure_OfOne_IsNotThatOfTheOthers()
    {
        var waiting = new TaskCompletionSource();
        var first = _renderings.GetAsync("same", async () =>
        {
            await waiting.Task;
            throw new InvalidOperationException("the first cluster went away");
        }, TestContext.Current.CancellationToken);
        var second = GetAsync("same");

        waiting.SetResult();

        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        Assert.NotNull(await second);
    }

    [Fact]
    public void Key_TellsPartsApart_AndHoldsNone()
    {
        Assert.NotEqual(Renderings.Key("ab", "c"), Renderings.Key("a", "bc"));
        Assert.DoesNotContain("hush", Renderings.Key("hush"), StringComparison.Ordinal);
    }

    private Task<Rendering> GetAsync(string? key, bool alike = true) => _renderings.GetAsync(key, () =>
    {
        _rendered++;
        return Task.FromResult(new Rendering(Manifest.Empty, alike));
    }, TestContext.Current.CancellationToken);
}

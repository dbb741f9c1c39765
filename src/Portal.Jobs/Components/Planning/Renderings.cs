using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Jobs.Components.Planning;

/// <summary>
/// The charts that were rendered for one plan. Clusters that a chart cannot tell apart share a rendering: the same chart, values,
/// version of Kubernetes and APIs, and no template that looks into the cluster. What each makes of the objects is still asked of each.
/// </summary>
internal sealed class Renderings
{
    private readonly ConcurrentDictionary<string, Task<Rendering?>> _made = new();

    /// <param name="key">All that the rendering depends on; null where it depends on the cluster itself.</param>
    /// <param name="render">Renders for the caller's own cluster.</param>
    /// <param name="cancellationToken">Ends the wait for another's.</param>
    public async Task<Rendering> GetAsync(string? key, Func<Task<Rendering>> render, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return await render();
        }

        var mine = new TaskCompletionSource<Rendering?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _made.GetOrAdd(key, mine.Task);
        if (first != mine.Task)
        {
            // What went wrong for another's cluster says nothing of this one.
            return await first.WaitAsync(cancellationToken) ?? await render();
        }

        try
        {
            var rendering = await render();
            mine.SetResult(rendering.IsAlike ? rendering : null);
            return rendering;
        }
        finally
        {
            mine.TrySetResult(null);
        }
    }

    /// <summary>A digest: the parts hold values.</summary>
    public static string Key(params IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => $"{part.Length}:{part}")))));
}

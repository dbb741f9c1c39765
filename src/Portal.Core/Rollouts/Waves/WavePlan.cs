namespace Portal.Core.Rollouts.Waves;

/// <summary>Divides the changes of a rollout among its waves. Pure.</summary>
internal static class WavePlan
{
    /// <summary>The wave of each change, in their order: from 0, without a gap; all 0 for a rollout without waves.</summary>
    /// <param name="canaries">Ordinals of the changes that go first.</param>
    public static IReadOnlyList<int> Of(RolloutRequest request, IReadOnlySet<int> canaries)
    {
        if (request.Settings.Waves is not { } settings)
        {
            return new int[request.Changes.Count];
        }

        var first = canaries.Select(ordinal => request.Changes[ordinal].ClusterId).ToHashSet();
        var clusters = request.Changes.Select(change => change.ClusterId).Distinct().OrderBy(cluster => !first.Contains(cluster)).ToList();
        var step = 0;
        var ofCluster = new Dictionary<Guid, int>();
        foreach (var (index, cluster) in clusters.Index())
        {
            while (step < settings.Percentages.Count && index * 100 >= clusters.Count * settings.Percentages[step])
            {
                step++;
            }

            ofCluster[cluster] = first.Contains(cluster) ? 0 : step + 1;
        }

        // What needs another is never in an earlier wave: it would wait for what waits for it.
        var waves = new int[request.Changes.Count];
        foreach (var (ordinal, change) in request.Changes.Index())
        {
            waves[ordinal] = canaries.Contains(ordinal) ? 0 : change.Needs.Select(need => waves[need]).Append(ofCluster[change.ClusterId]).Max();
        }

        var numbers = waves.Distinct().Order().Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return [.. waves.Select(wave => numbers[wave])];
    }
}

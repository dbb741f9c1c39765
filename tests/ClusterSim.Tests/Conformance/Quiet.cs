namespace ClusterSim.Tests.Conformance;

/// <summary>Between two commands of a person the controllers come to rest; a read that a write builds on must not be overtaken.</summary>
internal static class Quiet
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Returns when <paramref name="revision"/> has stood still for a while, or after 4 s.</summary>
    public static async Task ComesAsync(Func<long> revision, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var (seen, alike) = (revision(), 0); alike < 6 && TimeProvider.System.GetElapsedTime(start) < Patience;)
        {
            await Task.Delay(40, cancellationToken);
            var now = revision();
            (seen, alike) = now == seen ? (seen, alike + 1) : (now, 0);
        }
    }
}

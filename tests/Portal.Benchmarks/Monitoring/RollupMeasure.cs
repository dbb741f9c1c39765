using System.Diagnostics;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;
using Portal.Core.Monitoring.Rollups;
using Portal.Testing.Jobs;

namespace Portal.Benchmarks.Monitoring;

/// <summary>The standard queries taken from every cluster and stored, by a worker of its own.</summary>
internal static class RollupMeasure
{
    /// <summary>As the worker asks: clusters, and questions to each.</summary>
    private const int AtOnce = 16 * 4;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyList<Figure>> RunAsync(ScrapedFleet fleet, Estate estate, HttpClient plain)
    {
        var wanted = fleet.Members.Count * RollupCatalogue.All.Count;
        await using var worker = await StandaloneWorker.StartAsync(estate.ConnectionString, new Dictionary<string, string?>(estate.Settings) { ["Rollups:Backfill"] = "01:00:00" });
        await UntilAsync(estate, 1);
        var worked = ProcessFigures.CpuSeconds(worker.Id);
        var begun = Stopwatch.GetTimestamp();
        await UntilAsync(estate, wanted);
        var (took, cost) = (Stopwatch.GetElapsedTime(begun).TotalSeconds, ProcessFigures.CpuSeconds(worker.Id) - worked);

        var now = DateTimeOffset.UtcNow;
        begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            fleet.Members.SelectMany(member => RollupCatalogue.All.Select(query => (member, query))),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (asked, token) =>
            {
                var question = new PlainQuestion("", asked.query.Expression.Replace("by ($by) ", "", StringComparison.Ordinal).Replace(", $by", "", StringComparison.Ordinal)
                    .Replace("$here", "", StringComparison.Ordinal), false);
                using var answer = await plain.GetAsync(new Uri(asked.member.Address, question.PathAt(now)), token);
                await answer.EnsureSuccessStatusCode().Content.CopyToAsync(Stream.Null, token);
            });
        var bare = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Progress.Say($"rollup: {took:0.0} s, {cost:0.0} s of the worker; asked by a bare client {bare:0.0} s");
        return
        [
            new($"Rollup of {fleet.Members.Count} clusters x {RollupCatalogue.All.Count} queries, from the first row to the last", new Quantity(took, "s"), $"the same questions by a bare client, {AtOnce} at once", new Quantity(bare, "s")),
            new("of it: the worker's processor time", new Quantity(cost, "s")),
        ];
    }

    private static async Task UntilAsync(Estate estate, long rows)
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var command = estate.DataSource.CreateCommand("SELECT count(*) FROM rollup_progress WHERE collected_to IS NOT NULL");
        while ((long)(await command.ExecuteScalarAsync(limit.Token))! < rows)
        {
            await Task.Delay(20, limit.Token);
        }
    }
}

using System.Globalization;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;

namespace Portal.Benchmarks.Memory;

/// <summary>
/// Memory of open sessions, in the server and in the browser, and how it grows over an hour of live updates. The hour is
/// compressed into minutes unless PORTAL_BENCH_SOAK says how long to take ("60m").
/// </summary>
internal static class MemoryBenchmark
{
    public const string SoakVariable = "PORTAL_BENCH_SOAK";

    private const int Clusters = 5000;
    private const int Sessions = 24;
    private const int Parts = 4;
    private static readonly TimeSpan Compressed = TimeSpan.FromMinutes(3);

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var soak = ReadSoak(Environment.GetEnvironmentVariable(SoakVariable));
        var hours = soak is { } real ? real.TotalHours : 1;
        await using var estate = await Estate.CreateAsync();
        await estate.SeedAsync(Clusters);
        var operation = await LiveUpdates.BeginAsync(estate);
        await using var portal = await ServedPortal.StartAsync(estate, ("Worker:Inside", "false"));
        await using var chromium = await Chromium.StartAsync(portal.Address);
        string[] paths = ["/clusters", "/", $"/operations/{operation}", "/components"];
        var updates = new LiveUpdates(estate, operation);

        // Once through every page: what is made once and for all sessions is no session's.
        foreach (var path in paths)
        {
            await (await OpenPage.OpenAsync(chromium.Context, path)).CloseAsync();
        }

        await updates.RunAsync(20, TimeSpan.FromSeconds(4));
        var empty = await SettleAsync(portal);
        List<(string Path, OpenPage Page)> pages = [];
        for (var index = 0; index < Sessions; index++)
        {
            var path = paths[index % paths.Length];
            pages.Add((path, await OpenPage.OpenAsync(chromium.Context, path)));
        }

        await updates.RunAsync(20, TimeSpan.FromSeconds(10));
        var opened = await SettleAsync(portal);
        var before = await HeapsAsync(pages);
        var session = (opened.Managed - empty.Managed) / Sessions;
        Progress.Say($"{Sessions} sessions: {session:0.00} MiB managed each, resident {empty.Resident:0} to {opened.Resident:0} MiB; browser heap {before.Average():0.0} MiB a page");
        foreach (var (_, page) in pages)
        {
            page.TakeFrames();
        }

        var begun = updates.Sweeps;
        List<ServerMemory> course = [];
        for (var part = 0; part < Parts; part++)
        {
            await updates.RunAsync((int)(LiveUpdates.SweepsAnHour * hours / Parts), (soak ?? Compressed) / Parts);
            course.Add(await SettleAsync(portal));
            Progress.Say($"{updates.Sweeps - begun} sweeps: server {course[^1].Managed:0.0} MiB managed, {course[^1].Resident:0} MiB resident; {pages.Sum(open => open.Page.TakeFrames())} messages to the browsers");
        }

        var sweeps = updates.Sweeps - begun;
        var after = await HeapsAsync(pages);
        foreach (var (_, page) in pages)
        {
            await page.CloseAsync();
        }

        var span = soak is { } length ? $"{length.TotalMinutes:0} minutes" : "an hour's updates in 3 minutes";
        List<Figure> figures =
        [
            new("Server, managed, a session", new Quantity(session, "MiB"), $"the server without a session ({empty.Managed:0.0} MiB managed)", new Quantity(empty.Managed, "MiB")),
            new("Server, resident, a session", new Quantity((opened.Resident - empty.Resident) / Sessions, "MiB"), "the server without a session", new Quantity(empty.Resident, "MiB")),
            new($"Server, managed, growth a session, {span}", new Quantity((course[^1].Managed - opened.Managed) / Sessions, "MiB"), "a session", new Quantity(session, "MiB")),
            new("Server, managed, growth a session, second half", new Quantity((course[^1].Managed - course[(Parts / 2) - 1].Managed) / Sessions, "MiB"), "a session", new Quantity(session, "MiB")),
            new($"Server, resident, growth a session, {span}", new Quantity((course[^1].Resident - opened.Resident) / Sessions, "MiB"), "the server without a session", new Quantity(empty.Resident, "MiB")),
        ];
        foreach (var path in paths)
        {
            int[] mine = [.. pages.Index().Where(entry => entry.Item.Path == path).Select(entry => entry.Index)];
            var (was, now) = (mine.Average(index => before[index]), mine.Average(index => after[index]));
            var name = path.StartsWith("/operations/", StringComparison.Ordinal) ? "an operation's log" : path;
            figures.Add(new($"Browser, script heap, {name}", new Quantity(was, "MiB")));
            figures.Add(new($"Browser, growth, {name}, {span}", new Quantity(now - was, "MiB"), "its heap before", new Quantity(was, "MiB")));
        }

        figures.Add(new("Live updates: batches of health checks", new Quantity(sweeps, "")));
        figures.Add(new("Live updates: clusters changed", new Quantity(sweeps * LiveUpdates.ClustersASweep, "")));
        figures.Add(new("Live updates: log lines", new Quantity(sweeps * LiveUpdates.LinesASweep, "")));
        return figures;
    }

    internal static TimeSpan? ReadSoak(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return text.EndsWith('m') && double.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes > 0
            ? TimeSpan.FromMinutes(minutes)
            : throw new InvalidOperationException($"{SoakVariable} is '{text}': give minutes, such as 60m.");
    }

    /// <summary>What was just written reaches the pages within a second; only then is what is left theirs to keep.</summary>
    private static async Task<ServerMemory> SettleAsync(ServedPortal portal)
    {
        await Task.Delay(TimeSpan.FromSeconds(3));
        return await portal.MeasureAsync();
    }

    private static async Task<List<double>> HeapsAsync(List<(string Path, OpenPage Page)> pages)
    {
        List<double> heaps = [];
        foreach (var (_, page) in pages)
        {
            heaps.Add(await page.HeapAsync());
        }

        return heaps;
    }
}

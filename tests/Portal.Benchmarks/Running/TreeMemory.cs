using System.Globalization;
using Portal.Benchmarks.Reporting;

namespace Portal.Benchmarks.Running;

/// <summary>Watches the resident memory of a process together with all that it has started, for the most that they ever have at once.</summary>
internal sealed class TreeMemory : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watch;
    private double _peak;

    private TreeMemory(int root) => _watch = WatchAsync(root);

    public Quantity Peak => new(_peak, "MiB");

    public static TreeMemory Watch(int root) => new(root);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch;
        _stop.Dispose();
    }

    private async Task WatchAsync(int root)
    {
        while (!_stop.IsCancellationRequested)
        {
            _peak = Math.Max(_peak, Measure(root));
            await Task.Delay(Look, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static double Measure(int root)
    {
        var children = Processes().ToLookup(process => process.Parent, process => process.Id);
        var sum = 0.0;
        var left = new Stack<int>([root]);
        while (left.TryPop(out var id))
        {
            sum += Resident(id);
            foreach (var child in children[id])
            {
                left.Push(child);
            }
        }

        return sum;
    }

    private static IEnumerable<(int Id, int Parent)> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read($"{folder}/stat") is { } stat)
            {
                // The name, in brackets, may hold spaces.
                yield return (id, int.Parse(stat.Split(") ")[^1].Split(' ')[1], CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>MiB; none for one that has ended meanwhile.</summary>
    private static double Resident(int id)
    {
        var line = Read($"/proc/{id}/status")?.Split('\n').FirstOrDefault(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Portal.Testing;

namespace Portal.Benchmarks.Reporting;

/// <summary>All figures of a run: a table on standard output, the same as Markdown and JSON in artifacts/bench.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private readonly List<(string Benchmark, double? Load, IReadOnlyList<Figure> Figures)> _parts = [];

    /// <param name="load">The machine's load before the benchmark began.</param>
    public void Add(string benchmark, double? load, IReadOnlyList<Figure> figures) => _parts.Add((benchmark, load, figures));

    public void Write()
    {
        var folder = Directory.CreateDirectory(Repository.PathOf("artifacts", "bench")).FullName;
        var table = Table();
        File.WriteAllText(Path.Combine(folder, "results.md"), table);
        File.WriteAllText(Path.Combine(folder, "results.json"), JsonSerializer.Serialize(
            new
            {
                Started = _started,
                Machine = Machine.Describe(),
                Benchmarks = _parts.Select(part => new { Name = part.Benchmark, LoadBefore = part.Load, part.Figures }),
            },
            Format));
        Console.Write(table);
    }

    private string Table()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Measured {_started:yyyy-MM-dd HH:mm} UTC on {Machine.Describe()}.");
        foreach (var (benchmark, load, figures) in _parts)
        {
            string[][] rows =
            [
                ["Figure", "Measured", "Baseline of the same run", "", "Ratio"],
                .. figures.Select(figure => new[]
                {
                    figure.Name,
                    figure.Measured.ToString(),
                    figure.BaselineName ?? "",
                    figure.Baseline?.ToString() ?? "",
                    figure.Ratio is { } ratio ? $"{ratio.ToString(ratio >= 10 ? "0.0" : "0.000", CultureInfo.InvariantCulture)} x" : "",
                }),
            ];
            int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {benchmark} (load before: {load?.ToString("0.0", CultureInfo.InvariantCulture) ?? "unknown"})").AppendLine();
            foreach (var (index, row) in rows.Index())
            {
                text.AppendLine($"| {string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column])))} |");
                if (index == 0)
                {
                    text.AppendLine($"| {string.Join(" | ", widths.Select(width => new string('-', width)))} |");
                }
            }
        }

        return text.ToString();
    }
}

namespace Portal.Benchmarks.Reporting;

/// <summary>A measured value with its unit ("s", "ms", "MiB", …).</summary>
internal readonly record struct Quantity(double Value, string Unit)
{
    public override string ToString() => $"{Value.ToString(Math.Abs(Value) >= 100 ? "0" : Math.Abs(Value) >= 10 ? "0.0" : "0.00")} {Unit}";
}

/// <summary>One row of the report.</summary>
/// <param name="BaselineName">What it is compared with, measured in the same run; null when nothing is like it.</param>
internal sealed record Figure(string Name, Quantity Measured, string? BaselineName = null, Quantity? Baseline = null)
{
    /// <summary>Measured over baseline: below 1 is less time, or less memory, than the baseline.</summary>
    public double? Ratio => Baseline is { Value: > 0 } baseline ? Measured.Value / baseline.Value : null;
}

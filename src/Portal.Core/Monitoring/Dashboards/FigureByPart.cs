namespace Portal.Core.Monitoring.Dashboards;

/// <summary>A figure of each part that has it. A part that is not there is not known: never zero.</summary>
public sealed record FigureByPart(IReadOnlyDictionary<string, double> Values)
{
    public static FigureByPart Unknown { get; } = new(new Dictionary<string, double>());

    /// <summary>Of those that are known; null when none is.</summary>
    public double? Total { get; } = Values.Count == 0 ? null : Values.Values.Sum();

    public double? this[string part] => Values.TryGetValue(part, out var value) ? value : null;

    /// <summary>How much of another figure this one is, over the parts that have both.</summary>
    public double? ShareOf(FigureByPart whole)
    {
        var both = Values.Keys.Where(whole.Values.ContainsKey).ToList();
        var all = both.Sum(part => whole.Values[part]);
        return both.Count > 0 && all > 0 ? both.Sum(part => Values[part]) / all : null;
    }

    /// <summary>The same for one part.</summary>
    public double? ShareOf(FigureByPart whole, string part) => this[part] is { } mine && whole[part] is > 0 and var all ? mine / all : null;
}

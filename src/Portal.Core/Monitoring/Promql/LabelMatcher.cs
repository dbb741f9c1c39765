namespace Portal.Core.Monitoring.Promql;

/// <summary>How a matcher compares.</summary>
public enum LabelMatch
{
    Equal,
    NotEqual,
    Regex,
    NotRegex,
}

/// <summary>A condition on one label. A label that a series lacks has the empty text as its value.</summary>
public sealed record LabelMatcher(string Name, LabelMatch Match, string Value)
{
    public const string MetricName = "__name__";

    public string Symbol => Match switch
    {
        LabelMatch.Equal => "=",
        LabelMatch.NotEqual => "!=",
        LabelMatch.Regex => "=~",
        _ => "!~",
    };

    /// <summary>Whether it holds for a value; null when the pattern is one that only a Prometheus can judge.</summary>
    public bool? Holds(string value) => Match switch
    {
        LabelMatch.Equal => value == Value,
        LabelMatch.NotEqual => value != Value,
        LabelMatch.Regex => PromqlRegex.Find(Value)?.IsMatch(value),
        _ => !PromqlRegex.Find(Value)?.IsMatch(value),
    };
}

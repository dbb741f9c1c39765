using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.States;

namespace Portal.Core.Monitoring.Silences;

/// <summary>Which alerts a silence is for. Labels that a Prometheus adds only on the way to its Alertmanager are not known here.</summary>
public static class SilenceRules
{
    private const string Moved = "exported_";
    private const int MostPatterns = 1000;

    /// <summary>Compiling one costs more than a thousand uses.</summary>
    private static readonly ConcurrentDictionary<string, Regex?> Patterns = new();

    /// <summary>The silence that holds an alert down now; null when none does.</summary>
    public static Silence? Of(ActiveAlert alert, IEnumerable<Silence> silences)
    {
        var labels = Own(alert.Labels);
        return silences.FirstOrDefault(silence => silence.IsActive && silence.Member.Id == alert.Member.Id && silence.Matchers.All(matcher => IsMet(matcher, labels)));
    }

    /// <summary>Of alerts, those that a silence with these matchers would hold down in these clusters.</summary>
    public static IReadOnlyList<ActiveAlert> Matching(IEnumerable<ActiveAlert> alerts, IReadOnlyCollection<SilenceMatcher> matchers, IReadOnlySet<Guid> clusters) =>
        [.. alerts.Where(alert => clusters.Contains(alert.Member.Id) && Own(alert.Labels) is var labels && matchers.All(matcher => IsMet(matcher, labels)))];

    /// <summary>Matchers for all alerts of a name and severity.</summary>
    public static IReadOnlyList<SilenceMatcher> For(AlertGroup group) =>
        group.Severity.Length > 0 ? [new("alertname", group.Name), new("severity", group.Severity)] : [new("alertname", group.Name)];

    /// <summary>As the cluster itself has them, without the portal's.</summary>
    private static Dictionary<string, string> Own(LabelSet labels)
    {
        var own = new Dictionary<string, string>();
        foreach (var (name, value) in labels.Pairs.Where(pair => !PortalLabels.Contains(pair.Key)))
        {
            own[PortalLabels.IsMoved(name) ? name[Moved.Length..] : name] = value;
        }

        return own;
    }

    /// <summary>Whether labels are as a matcher asks; one that is absent has the empty text.</summary>
    internal static bool IsMet(SilenceMatcher matcher, IReadOnlyDictionary<string, string> labels)
    {
        var value = labels.GetValueOrDefault(matcher.Name, "");
        return (matcher.IsRegex ? Matches(matcher.Value, value) : value == matcher.Value) == matcher.IsEqual;
    }

    /// <summary>Whether a text is a pattern that can be judged here.</summary>
    internal static bool IsPattern(string pattern) => Pattern(pattern) is not null;

    private static bool Matches(string pattern, string value)
    {
        try
        {
            return Pattern(pattern)?.IsMatch(value) ?? false;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex? Pattern(string pattern)
    {
        if (Patterns.TryGetValue(pattern, out var known))
        {
            return known;
        }

        if (Patterns.Count >= MostPatterns)
        {
            Patterns.Clear();
        }

        return Patterns[pattern] = PromqlRegex.Find(pattern);
    }
}

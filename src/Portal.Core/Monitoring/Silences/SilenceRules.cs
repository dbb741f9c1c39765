using System.Text.RegularExpressions;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.States;

namespace Portal.Core.Monitoring.Silences;

/// <summary>Which alerts a silence is for. Labels that a Prometheus adds only on the way to its Alertmanager are not known here.</summary>
public static class SilenceRules
{
    private const string Moved = "exported_";

    /// <summary>The silence that holds an alert down now; null when none does.</summary>
    public static Silence? Of(ActiveAlert alert, IEnumerable<Silence> silences)
    {
        var labels = Own(alert.Labels);
        return silences.FirstOrDefault(silence => silence.IsActive && silence.Member.Id == alert.Member.Id && silence.Matchers.All(matcher => IsMet(matcher, labels)));
    }

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

    private static bool IsMet(SilenceMatcher matcher, Dictionary<string, string> labels)
    {
        var value = labels.GetValueOrDefault(matcher.Name, "");
        return (matcher.IsRegex ? Matches(matcher.Value, value) : value == matcher.Value) == matcher.IsEqual;
    }

    private static bool Matches(string pattern, string value)
    {
        try
        {
            return Regex.IsMatch(value, $"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or RegexMatchTimeoutException)
        {
            return false;
        }
    }
}

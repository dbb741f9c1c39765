using k8s.Models;

namespace Portal.Core.Distribution.Pods;

/// <summary>A label selector as the API's query has it.</summary>
internal static class PodSelector
{
    public static string Of(V1LabelSelector selector) => string.Join(',',
        (selector.MatchLabels ?? new Dictionary<string, string>()).Select(pair => $"{pair.Key}={pair.Value}")
            .Concat((selector.MatchExpressions ?? []).Select(one => one.OperatorProperty switch
            {
                "In" => $"{one.Key} in ({string.Join(',', one.Values)})",
                "NotIn" => $"{one.Key} notin ({string.Join(',', one.Values)})",
                "Exists" => one.Key,
                _ => $"!{one.Key}",
            })));
}

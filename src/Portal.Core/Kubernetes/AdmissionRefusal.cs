using System.Text.RegularExpressions;

namespace Portal.Core.Kubernetes;

/// <summary>Why an API server's admission refused an object, and what to do: helm, controllers and events all quote its words.</summary>
public sealed partial record AdmissionRefusal(string Why, string Remedy)
{
    private static readonly Rule[] Rules =
    [
        new(Quota(), match => $"The namespace's quota \"{match.Groups["name"].Value}\" is used up: {match.Groups["why"].Value}.",
            "Raise the quota, or ask for less in the values, and retry."),
        new(QuotaNeeds(), match => $"The namespace's quota \"{match.Groups["name"].Value}\" asks of each container to say what it needs: it must specify {match.Groups["why"].Value}.",
            "Set requests and limits in the values, or give the namespace a LimitRange with defaults, and retry."),
        new(Range(), match => $"The namespace's LimitRange does not allow it: {match.Groups["why"].Value}.",
            "Set requests and limits in the values that fit the LimitRange, or change it, and retry."),
        new(PodSecurity(), match => $"The namespace's Pod Security level \"{match.Groups["name"].Value}\" does not allow it: {match.Groups["why"].Value}",
            "Lower the level by the namespace's label pod-security.kubernetes.io/enforce, or change the values, and retry."),
        new(Policy(), match => $"The policy {match.Groups["name"].Value} denied it: {match.Groups["why"].Value}",
            "Change the values so that the policy is met, or ask the owner of the policy."),
        new(Denied(), match => $"The admission webhook {match.Groups["name"].Value} denied it: {match.Groups["why"].Value}",
            "Change the values so that the policy is met, or ask the owner of the webhook."),
        new(WebhookDown(), match => $"The admission webhook {match.Groups["name"].Value} does not answer: {match.Groups["why"].Value}",
            "Bring the webhook's service back, or remove its configuration if its owner is gone, and retry."),
        new(Ending(), match => $"The namespace {match.Groups["name"].Value} is being deleted, and takes nothing new.",
            "Wait until it is gone, or remove the finalizers that hold it, and retry."),
    ];

    /// <summary>Null when the text tells of no refusal by admission.</summary>
    public static AdmissionRefusal? Find(string text)
    {
        foreach (var rule in Rules)
        {
            if (rule.Pattern.Match(text) is { Success: true } match)
            {
                return new AdmissionRefusal(rule.Why(match), rule.Remedy);
            }
        }

        return null;
    }

    private sealed record Rule(Regex Pattern, Func<Match, string> Why, string Remedy);

    [GeneratedRegex(@"exceeded quota: (?<name>[^,\s]+), (?<why>requested: [^\n]*limited: [^\s;]+)")]
    private static partial Regex Quota();

    [GeneratedRegex(@"failed quota: (?<name>[^:\s]+): must specify (?<why>[^\n]+)")]
    private static partial Regex QuotaNeeds();

    [GeneratedRegex(@"(?<why>(?:minimum|maximum) \S+ usage per (?:Container|Pod|PersistentVolumeClaim) is [^\n]+|\S+ max limit to request ratio per (?:Container|Pod) is [^\n]+)")]
    private static partial Regex Range();

    [GeneratedRegex(@"violates PodSecurity ""(?<name>[^""]+)"": (?<why>[^\n]+)")]
    private static partial Regex PodSecurity();

    [GeneratedRegex(@"ValidatingAdmissionPolicy '(?<name>[^']+)' with binding '[^']*' denied request: (?<why>[^\n]*)")]
    private static partial Regex Policy();

    [GeneratedRegex(@"admission webhook ""(?<name>[^""]+)"" denied the request:? ?(?<why>[^\n]*)")]
    private static partial Regex Denied();

    [GeneratedRegex(@"failed calling webhook ""(?<name>[^""]+)"": (?<why>[^\n]*)")]
    private static partial Regex WebhookDown();

    [GeneratedRegex(@"unable to create new content in namespace (?<name>\S+) because it is being terminated")]
    private static partial Regex Ending();
}

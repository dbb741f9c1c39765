using k8s.Models;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Clusters;

/// <summary>The rights of the portal's account as questions that a cluster answers: one for each rule.</summary>
internal static class RightsToVerify
{
    public static IReadOnlyList<V1SelfSubjectAccessReviewSpec> All { get; } = [.. PortalRights.Rules.Select(ToQuestion)];

    public static string Describe(V1SelfSubjectAccessReviewSpec question) => question switch
    {
        { NonResourceAttributes: { } path } => $"{path.Verb} {path.Path}",
        { ResourceAttributes: { } item } => string.IsNullOrEmpty(item.Group)
            ? $"{item.Verb} {item.Resource}"
            : $"{item.Verb} {item.Resource}.{item.Group}",
        _ => "",
    };

    // A rule is granted whole or not at all: its last verb on its last resource stands for it.
    private static V1SelfSubjectAccessReviewSpec ToQuestion(V1PolicyRule rule)
    {
        if (rule.NonResourceURLs is { Count: > 0 } urls)
        {
            return new V1SelfSubjectAccessReviewSpec
            {
                NonResourceAttributes = new V1NonResourceAttributes { Path = urls[^1], Verb = rule.Verbs[^1] },
            };
        }

        var resource = rule.Resources[^1].Split('/');
        return new V1SelfSubjectAccessReviewSpec
        {
            ResourceAttributes = new V1ResourceAttributes
            {
                Group = rule.ApiGroups[^1],
                Resource = resource[0],
                Subresource = resource.Length > 1 ? resource[1] : null,
                Name = rule.ResourceNames is { Count: > 0 } names ? names[^1] : null,
                Verb = rule.Verbs[^1],
            },
        };
    }
}

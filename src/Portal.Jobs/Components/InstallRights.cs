using k8s;
using k8s.Models;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>Asks the cluster whether the portal's account may make what charts are made of.</summary>
internal static class InstallRights
{
    private static readonly Right[] Wanted =
    [
        new("create", "", "namespaces", Namespaced: false),
        new("create", "", "secrets"),
        new("delete", "", "secrets"),
        new("create", "", "services"),
        new("create", "apps", "deployments"),
        new("create", "apiextensions.k8s.io", "customresourcedefinitions", Namespaced: false),
        new("create", "rbac.authorization.k8s.io", "clusterroles", Namespaced: false),
        new("create", "rbac.authorization.k8s.io", "clusterrolebindings", Namespaced: false),
    ];

    public static async Task DemandAsync(IKubernetes cluster, LoadedRelease release, StepContext context, CancellationToken cancellationToken)
    {
        var missing = await FindMissingAsync(cluster, release.Row.Namespace, cancellationToken);
        if (missing.Count > 0)
        {
            throw new ProblemException(Refusal(release.Entry.Title, context.ClusterName, missing));
        }

        context.Info($"The portal's account holds the {Wanted.Length} rights asked for");
    }

    public static Problem Refusal(string title, string clusterName, IEnumerable<string> missing) => new(
        ProblemKind.Refused, $"{title} cannot be installed on {clusterName}",
        $"The portal's account there may not {string.Join(", ", missing)}.",
        "Grant these rights to the portal's account in the cluster, and retry.");

    /// <summary>In words: "create deployments of apps".</summary>
    public static async Task<IReadOnlyList<string>> FindMissingAsync(IKubernetes cluster, string @namespace, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(Wanted.Select(right => IsMissingAsync(cluster, right, @namespace, cancellationToken)));
        return [.. answers.OfType<string>()];
    }

    private static async Task<string?> IsMissingAsync(IKubernetes cluster, Right right, string @namespace, CancellationToken cancellationToken)
    {
        var review = new V1SelfSubjectAccessReview
        {
            Spec = new V1SelfSubjectAccessReviewSpec
            {
                ResourceAttributes = new V1ResourceAttributes
                {
                    Verb = right.Verb,
                    Group = right.Group,
                    Resource = right.Resource,
                    NamespaceProperty = right.Namespaced ? @namespace : null,
                },
            },
        };
        var answer = await cluster.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: cancellationToken);
        return answer.Status.Allowed ? null : $"{right.Verb} {right.Resource}{(right.Group.Length > 0 ? $" of {right.Group}" : "")}";
    }

    private sealed record Right(string Verb, string Group, string Resource, bool Namespaced = true);
}

using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Portal.Core.Clusters;

namespace Portal.Core.Kubernetes;

/// <summary>
/// Asks the cluster whether this person may do what the join does. Kubernetes lets nobody grant what they do not hold, so
/// the person must hold all that the portal's role grants, or the right to escalate.
/// </summary>
internal static class PreflightRights
{
    private const string Remedy = "Use the credential of an administrator of the cluster (bound to cluster-admin), or send these people the join command.";
    private const string Rbac = "rbac.authorization.k8s.io";
    private const int MaxNamed = 8;

    private static readonly IReadOnlyList<Right> NeededToJoin =
    [
        .. Of("", "namespaces", "get", "create", "patch"),
        .. Of("", "serviceaccounts", "get", "create", "patch"),
        .. Of("", "serviceaccounts/token", "create"),
        .. Of(Rbac, "clusterroles", "get", "create", "patch"),
        .. Of(Rbac, "clusterrolebindings", "get", "create", "patch"),
        .. Of("", "nodes", "list"),
    ];

    public static async Task<PreflightCheck> CheckAsync(IKubernetes client, CancellationToken cancellationToken)
    {
        if (await MayAsync(client, new Right("*", "*", "*", null), cancellationToken) &&
            await MayAsync(client, new Right("*", "", "", "/*"), cancellationToken))
        {
            return PreflightChecks.Passed("permissions", "The credential is a cluster administrator's.");
        }

        var missing = await FindMissingAsync(client, NeededToJoin, cancellationToken);
        if (missing.Count == 0 && !await MayEscalateAsync(client, cancellationToken))
        {
            missing = await FindMissingAsync(client, [.. PortalRights.Rules.SelectMany(Questions)], cancellationToken);
            if (missing.Count > 0)
            {
                return Fail("Kubernetes lets nobody grant rights that they do not hold. The portal's role would grant these, which the credential lacks", missing);
            }
        }

        return missing.Count == 0
            ? PreflightChecks.Passed("permissions", "The credential may create the portal's account and its role.")
            : Fail("The credential may not", missing);
    }

    private static PreflightCheck Fail(string what, IReadOnlyList<Right> missing)
    {
        var named = string.Join(", ", missing.Take(MaxNamed));
        var more = missing.Count > MaxNamed ? $" and {missing.Count - MaxNamed} more" : "";
        return PreflightChecks.Failed("permissions", $"{what}: {named}{more}.", Remedy);
    }

    private static async Task<bool> MayEscalateAsync(IKubernetes client, CancellationToken cancellationToken) =>
        await MayAsync(client, new Right("escalate", Rbac, "clusterroles", null), cancellationToken) &&
        await MayAsync(client, new Right("bind", Rbac, "clusterroles", null), cancellationToken);

    private static async Task<IReadOnlyList<Right>> FindMissingAsync(IKubernetes client, IReadOnlyList<Right> rights, CancellationToken cancellationToken)
    {
        var missing = new ConcurrentBag<(int Index, Right Right)>();
        await Parallel.ForEachAsync(
            rights.GroupBy(right => (right.Group, right.Resource, right.Path)),
            new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = cancellationToken },
            async (group, token) =>
            {
                // One question answers for all verbs of an administrator of that resource.
                if (group.Count() > 1 && await MayAsync(client, group.First() with { Verb = "*" }, token))
                {
                    return;
                }

                foreach (var right in group.Distinct())
                {
                    if (!await MayAsync(client, right, token))
                    {
                        missing.Add((rights.Index().First(pair => pair.Item == right).Index, right));
                    }
                }
            });
        return [.. missing.OrderBy(pair => pair.Index).Select(pair => pair.Right)];
    }

    private static async Task<bool> MayAsync(IKubernetes client, Right right, CancellationToken cancellationToken)
    {
        var parts = right.Resource.Split('/');
        var review = new V1SelfSubjectAccessReview
        {
            Spec = right.Path is { } path
                ? new V1SelfSubjectAccessReviewSpec { NonResourceAttributes = new V1NonResourceAttributes { Path = path, Verb = right.Verb } }
                : new V1SelfSubjectAccessReviewSpec
                {
                    ResourceAttributes = new V1ResourceAttributes
                    {
                        Group = right.Group,
                        Resource = parts[0],
                        Subresource = parts.Length > 1 ? parts[1] : null,
                        Verb = right.Verb,
                    },
                },
        };
        var answer = await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: cancellationToken);
        return answer.Status?.Allowed is true;
    }

    private static IEnumerable<Right> Questions(V1PolicyRule rule) =>
        rule.NonResourceURLs is { Count: > 0 } paths
            ? paths.SelectMany(path => rule.Verbs.Select(verb => new Right(verb, "", "", path)))
            : rule.ApiGroups.SelectMany(group => rule.Resources.SelectMany(resource => Of(group, resource, [.. rule.Verbs])));

    private static IEnumerable<Right> Of(string group, string resource, params string[] verbs) =>
        verbs.Select(verb => new Right(verb, group, resource, null));

    private sealed record Right(string Verb, string Group, string Resource, string? Path)
    {
        public override string ToString() => Path is not null ? $"{Verb} {Path}" : Group.Length > 0 ? $"{Verb} {Resource}.{Group}" : $"{Verb} {Resource}";
    }
}

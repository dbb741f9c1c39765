using ClusterSim.Access;
using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>What is refused before an object is looked at closely.</summary>
public static class Admission
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    public static void Namespace(Cluster cluster, Resource resource, string ns, string name)
    {
        if (!resource.Namespaced)
        {
            return;
        }

        if (cluster.Store.Get("namespaces", "", ns) is not { } stored)
        {
            throw Failures.NotFound("", "namespaces", ns);
        }

        if (stored.Read().At("metadata", "deletionTimestamp") is not null)
        {
            var failure = Failures.Forbidden(resource.Group, resource.Plural, name, $"unable to create new content in namespace {ns} because it is being terminated");
            failure.Details!["causes"] = new Seq { new Map { ["reason"] = "NamespaceTerminating", ["message"] = $"namespace {ns} is being terminated", ["field"] = "metadata.namespace" } };
            throw failure;
        }
    }

    /// <summary>Nobody grants rights that they do not have, unless they may <c>escalate</c> or <c>bind</c>.</summary>
    public static void Escalation(Cluster cluster, Resource resource, Map? before, Map after, User user)
    {
        if (resource.Group != RbacGroup || user.Groups.Contains(User.Masters))
        {
            return;
        }

        var (ns, name) = (after.At("metadata", "namespace") as string ?? "", after.At("metadata", "name") as string ?? "");
        var authorizer = cluster.Authorizer;
        List<Map> granted;
        if (resource.Plural is "roles" or "clusterroles")
        {
            if (authorizer.Allows(user, new AccessRequest("escalate", RbacGroup, resource.Plural, "", ns, name)) || (before is not null && JsonText.Same(before.Get("rules"), after.Get("rules"))))
            {
                return;
            }

            granted = [.. after.Maps("rules")];
        }
        else
        {
            var role = after.Child("roleRef") ?? [];
            var plural = role.Text("kind") == "ClusterRole" ? "clusterroles" : "roles";
            if (authorizer.Allows(user, new AccessRequest("bind", RbacGroup, plural, "", ns, role.Text("name") ?? "")))
            {
                return;
            }

            granted = [.. authorizer.RulesOf(role, ns)];
        }

        var own = authorizer.RulesFor(user, ns).ToList();
        var missing = granted.SelectMany(Single).Where(g => !own.Exists(o => Covers(o, g))).ToList();
        if (missing.Count > 0)
        {
            var groups = string.Join(" ", user.Groups.Select(g => $"\"{g}\""));
            throw Failures.Forbidden(
                resource.Group, resource.Plural, name,
                $"user \"{user.Name}\" (groups=[{groups}]) is attempting to grant RBAC permissions not currently held:\n{string.Join("\n", missing.Select(Describe))}");
        }
    }

    private static IEnumerable<Map> Single(Map rule)
    {
        foreach (var url in Authorizer.Strings(rule, "nonResourceURLs"))
        {
            yield return new Map { ["nonResourceURLs"] = new Seq { url }, ["verbs"] = rule.Get("verbs") };
        }

        foreach (var group in Authorizer.Strings(rule, "apiGroups"))
        {
            foreach (var plural in Authorizer.Strings(rule, "resources"))
            {
                var single = new Map { ["apiGroups"] = new Seq { group }, ["resources"] = new Seq { plural }, ["verbs"] = rule.Get("verbs") };
                if (rule.List("resourceNames") is { Count: > 0 } names)
                {
                    single["resourceNames"] = names;
                }

                yield return single;
            }
        }
    }

    private static bool Covers(Map own, Map wanted)
    {
        bool All(string key) => Authorizer.Strings(wanted, key).All(v => Authorizer.Strings(own, key).Any(o => o == "*" || o == v || (key == "nonResourceURLs" && o.EndsWith('*') && v.StartsWith(o[..^1], StringComparison.Ordinal))));
        var names = Authorizer.Strings(own, "resourceNames").ToList();
        return All("verbs") && All("apiGroups") && All("resources") && All("nonResourceURLs")
            && (names.Count == 0 || (Authorizer.Strings(wanted, "resourceNames").Any() && Authorizer.Strings(wanted, "resourceNames").All(names.Contains)));
    }

    private static string Describe(Map rule)
    {
        var parts = new[] { ("APIGroups", "apiGroups"), ("Resources", "resources"), ("ResourceNames", "resourceNames"), ("NonResourceURLs", "nonResourceURLs"), ("Verbs", "verbs") }
            .Where(p => rule.ContainsKey(p.Item2)).Select(p => $"{p.Item1}:[{string.Join(" ", Authorizer.Strings(rule, p.Item2).Select(v => $"\"{v}\""))}]");
        return $"{{{string.Join(", ", parts)}}}";
    }
}

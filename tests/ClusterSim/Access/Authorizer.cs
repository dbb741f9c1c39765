using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Access;

/// <summary>What a user wants to do: on a resource, or on a path.</summary>
public sealed record AccessRequest(string Verb, string Group, string Plural, string Subresource, string Namespace, string Name, string? Path = null)
{
    public string FullResource => Subresource.Length == 0 ? Plural : $"{Plural}/{Subresource}";
}

/// <summary>RBAC over the roles and bindings of the cluster.</summary>
public sealed class Authorizer(Store store)
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    public bool Allows(User user, AccessRequest request) =>
        user.Groups.Contains(User.Masters) || RulesFor(user, request.Path is null ? request.Namespace : "").Any(r => Matches(r, request));

    public void Demand(User user, AccessRequest request)
    {
        if (Allows(user, request))
        {
            return;
        }

        if (request.Path is { } path)
        {
            var details = new Map();
            throw new ApiException(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {request.Verb} path \"{path}\"", details);
        }

        throw Failures.Forbidden(request.Group, request.Plural, request.Name, Denial(user, request));
    }

    public static string Denial(User user, AccessRequest request)
    {
        var scope = request.Namespace.Length > 0 ? $"in the namespace \"{request.Namespace}\"" : "at the cluster scope";
        return $"User \"{user.Name}\" cannot {request.Verb} resource \"{request.FullResource}\" in API group \"{request.Group}\" {scope}";
    }

    /// <summary>The rules that bind to <paramref name="user"/>: those of the cluster, and those of <paramref name="ns"/> when it is given.</summary>
    public IEnumerable<Map> RulesFor(User user, string ns)
    {
        foreach (var binding in store.List($"clusterrolebindings.{RbacGroup}", null))
        {
            foreach (var rule in Bound(binding.Read(), user, ""))
            {
                yield return rule;
            }
        }

        if (ns.Length == 0)
        {
            yield break;
        }

        foreach (var binding in store.List($"rolebindings.{RbacGroup}", ns))
        {
            foreach (var rule in Bound(binding.Read(), user, ns))
            {
                yield return rule;
            }
        }
    }

    /// <summary>The rules of a role that a binding names.</summary>
    public IEnumerable<Map> RulesOf(Map roleRef, string ns)
    {
        var name = roleRef.Text("name") ?? "";
        var role = roleRef.Text("kind") == "ClusterRole" ? store.Get($"clusterroles.{RbacGroup}", "", name) : store.Get($"roles.{RbacGroup}", ns, name);
        return role?.Read().Maps("rules") ?? [];
    }

    public static bool Matches(Map rule, AccessRequest request)
    {
        if (!Has(rule, "verbs", request.Verb))
        {
            return false;
        }

        if (request.Path is { } path)
        {
            return Strings(rule, "nonResourceURLs").Any(u => u == "*" || u == path || (u.EndsWith('*') && path.StartsWith(u[..^1], StringComparison.Ordinal)));
        }

        var resource = Strings(rule, "resources").Any(r => r == "*" || r == request.FullResource || (request.Subresource.Length > 0 && r == $"*/{request.Subresource}"));
        var names = Strings(rule, "resourceNames").ToList();
        return resource && Has(rule, "apiGroups", request.Group) && (names.Count == 0 || names.Contains(request.Name));
    }

    public static IEnumerable<string> Strings(Map rule, string key) => rule.List(key)?.OfType<string>() ?? [];

    private static bool Has(Map rule, string key, string value) => Strings(rule, key).Any(v => v == "*" || v == value);

    private IEnumerable<Map> Bound(Map binding, User user, string ns) =>
        binding.Maps("subjects").Any(s => IsSubject(s, user, ns)) && binding.Child("roleRef") is { } role ? RulesOf(role, ns) : [];

    private static bool IsSubject(Map subject, User user, string ns) => subject.Text("kind") switch
    {
        "User" => subject.Text("name") == user.Name,
        "Group" => user.Groups.Contains(subject.Text("name") ?? ""),
        "ServiceAccount" => user.Name == $"system:serviceaccount:{(subject.Text("namespace") is { Length: > 0 } own ? own : ns)}:{subject.Text("name")}",
        _ => false,
    };
}

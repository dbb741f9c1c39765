using ClusterSim.Api;
using ClusterSim.Apply;
using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Access;

/// <summary>The reviews: objects that are asked and answered, and never stored.</summary>
public static class Reviews
{
    public static async Task Handle(ApiCall call, Resource resource)
    {
        var review = Decoder.Read(call, await call.BodyAsync(), call.ContentType, resource.Group, resource.Version, resource.Kind, resource.Schema);
        var spec = review.Ensure("spec");
        Map status;
        switch (resource.Plural)
        {
            case "selfsubjectaccessreviews":
                Demand(spec, review);
                status = Decide(call, call.User, spec);
                break;
            case "subjectaccessreviews" or "localsubjectaccessreviews":
                Demand(spec, review);
                var groups = spec.List("groups")?.OfType<string>().ToList() ?? [];
                status = Decide(call, new User(spec.Text("user") ?? "", spec.Text("uid") ?? "", groups, spec.Child("extra") ?? []), spec);
                break;
            case "selfsubjectrulesreviews": status = RuleList(call, spec.Text("namespace") ?? ""); break;
            case "tokenreviews": status = Token(call, spec); break;
            case "selfsubjectreviews":
                review.Remove("spec");
                review.Ensure("metadata")["creationTimestamp"] = call.Cluster.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
                status = new Map { ["userInfo"] = call.User.ToMap() };
                break;
            default: throw Failures.MethodNotAllowed();
        }

        if (resource.Plural is not ("selfsubjectreviews" or "selfsubjectrulesreviews"))
        {
            review.Remove("status");
            ManagedFields.Update(resource.Schema, null, review, call.FieldManager, "", call.Cluster.Time.GetUtcNow());
        }

        review["status"] = status;
        if (resource.Plural == "selfsubjectrulesreviews")
        {
            review["spec"] = new Map();
        }

        await Answer.Object(call, 201, TypedDecoder.Normalize(resource.Schema, review), resource.Schema);
    }

    private static void Demand(Map spec, Map review)
    {
        if ((spec.Child("resourceAttributes") is null) == (spec.Child("nonResourceAttributes") is null))
        {
            throw Failures.Invalid("authorization.k8s.io", review.Text("kind")!, "", [FieldError.Invalid("spec.resourceAttributes", JsonText.ToText(spec.Get("resourceAttributes")), "exactly one of nonResourceAttributes or resourceAttributes must be specified")]);
        }
    }

    private static Map Decide(ApiCall call, User user, Map spec)
    {
        var path = spec.Child("nonResourceAttributes");
        var on = spec.Child("resourceAttributes") ?? [];
        var request = path is not null
            ? new AccessRequest(path.Text("verb") ?? "", "", "", "", "", "", path.Text("path") ?? "")
            : new AccessRequest(on.Text("verb") ?? "", on.Text("group") ?? "", on.Text("resource") ?? "", on.Text("subresource") ?? "", on.Text("namespace") ?? "", on.Text("name") ?? "");
        return new Map { ["allowed"] = call.Cluster.Authorizer.Allows(user, request) };
    }

    private static Map RuleList(ApiCall call, string ns)
    {
        var (resources, paths) = (new Seq(), new Seq());
        var rules = call.User.Groups.Contains(User.Masters)
            ? [new Map { ["verbs"] = new Seq { "*" }, ["apiGroups"] = new Seq { "*" }, ["resources"] = new Seq { "*" } }, new Map { ["verbs"] = new Seq { "*" }, ["nonResourceURLs"] = new Seq { "*" } }]
            : call.Cluster.Authorizer.RulesFor(call.User, ns).ToList();
        foreach (var rule in rules)
        {
            (rule.ContainsKey("nonResourceURLs") && !rule.ContainsKey("resources") ? paths : resources).Add(rule);
        }

        return new Map { ["resourceRules"] = resources, ["nonResourceRules"] = paths, ["incomplete"] = false };
    }

    private static Map Token(ApiCall call, Map spec)
    {
        var audiences = spec.List("audiences")?.OfType<string>().ToList() ?? [];
        if (call.Cluster.Authenticator.FromToken(spec.Text("token") ?? "", audiences) is not { } user)
        {
            return new Map { ["user"] = new Map(), ["error"] = "invalid bearer token" };
        }

        return new Map { ["authenticated"] = true, ["user"] = user.ToMap(), ["audiences"] = audiences.Count > 0 ? new Seq(audiences) : new Seq { TokenSigner.Issuer } };
    }
}

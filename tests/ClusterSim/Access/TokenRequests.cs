using System.Globalization;
using ClusterSim.Api;
using ClusterSim.Apply;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Access;

/// <summary>Tokens of ServiceAccounts.</summary>
public static class TokenRequests
{
    public static Map Issue(ApiCall call, StoredObject account, Map request)
    {
        var cluster = call.Cluster;
        var now = cluster.Time.GetUtcNow();
        var spec = request.Ensure("spec");
        var seconds = spec.Number("expirationSeconds") ?? 3600;
        if (seconds < 600)
        {
            throw Failures.Invalid("authentication.k8s.io", "TokenRequest", "", [FieldError.Invalid("spec.expirationSeconds", seconds.ToString(CultureInfo.InvariantCulture), "may not specify a duration less than 10 minutes")]);
        }

        if (spec.List("audiences") is null or { Count: 0 })
        {
            spec["audiences"] = new Seq { TokenSigner.Issuer };
        }

        var identity = new Map
        {
            ["namespace"] = account.Namespace,
            ["serviceaccount"] = new Map { ["name"] = account.Name, ["uid"] = account.Uid },
        };
        if (spec.Child("boundObjectRef") is { } bound)
        {
            var kind = bound.Text("kind") == "Secret" ? "secret" : "pod";
            var target = cluster.Store.Get(kind + "s", account.Namespace, bound.Text("name") ?? "") ?? throw Failures.NotFound("", kind + "s", bound.Text("name") ?? "");
            if (bound.Text("uid") is { Length: > 0 } uid && uid != target.Uid)
            {
                throw new ApiException(409, "Conflict", $"Operation cannot be fulfilled on {bound.Text("kind")} \"{bound.Text("name")}\": the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated");
            }

            identity[kind] = new Map { ["name"] = target.Name, ["uid"] = target.Uid };
        }

        var expires = now.AddSeconds(seconds);
        var claims = new Map
        {
            ["aud"] = JsonText.Clone(spec.Get("audiences")),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            // Two tokens of one second are two tokens.
            ["jti"] = Guid.NewGuid().ToString(),
            ["iss"] = TokenSigner.Issuer,
            ["kubernetes.io"] = identity,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = $"system:serviceaccount:{account.Namespace}:{account.Name}",
        };
        var schema = cluster.Registry.BuiltIn.Types.Find("authentication.v1.TokenRequest")!;
        var meta = request.Ensure("metadata");
        meta["name"] = account.Name;
        meta["namespace"] = account.Namespace;
        meta["creationTimestamp"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        request.Remove("status");
        var noted = request.Copy();
        noted.Child("spec")!.Remove("audiences");
        ManagedFields.Update(schema, null, noted, call.FieldManager, "token", now);
        if (noted.At("metadata", "managedFields") is { } managed)
        {
            meta["managedFields"] = managed;
        }

        request["status"] = new Map
        {
            ["token"] = cluster.Context.Signer.Sign(claims),
            ["expirationTimestamp"] = expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        return request;
    }

    /// <summary>The token of a Secret of type <c>kubernetes.io/service-account-token</c>: without an end, gone with its Secret.</summary>
    public static string ForSecret(Cluster cluster, string ns, string secret, StoredObject account) => cluster.Context.Signer.Sign(new Map
    {
        ["iss"] = "kubernetes/serviceaccount",
        ["kubernetes.io/serviceaccount/namespace"] = ns,
        ["kubernetes.io/serviceaccount/secret.name"] = secret,
        ["kubernetes.io/serviceaccount/service-account.name"] = account.Name,
        ["kubernetes.io/serviceaccount/service-account.uid"] = account.Uid,
        ["sub"] = $"system:serviceaccount:{ns}:{account.Name}",
    });
}

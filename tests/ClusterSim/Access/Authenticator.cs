using System.Security.Cryptography.X509Certificates;
using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Access;

/// <summary>Turns the bearer token of a request into a user: the admin token of the cluster, or a ServiceAccount token that is valid in it.</summary>
public sealed class Authenticator(Cluster cluster, TokenSigner signer, TimeProvider time)
{
    private const string AccountPrefix = "system:serviceaccount:";

    /// <summary>All tokens of the cluster are refused, as after an expiry or a rotation.</summary>
    public bool TokensExpired { get; set; }

    public User Authenticate(HttpRequest request)
    {
        if (request.HttpContext.Connection.ClientCertificate is { } certificate)
        {
            return cluster.Context.Authority.Vouches(certificate, time.GetUtcNow()) ? FromCertificate(certificate) : throw Failures.Unauthorized();
        }

        string header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return User.Anonymous;
        }

        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && FromToken(header[7..].Trim(), null) is { } user ? user : throw Failures.Unauthorized();
    }

    private static User FromCertificate(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames().ToLookup(part => part.GetSingleElementType().Value, part => part.GetSingleElementValue() ?? "");
        return new User(parts["2.5.4.3"].FirstOrDefault() ?? "", "", [.. parts["2.5.4.10"], User.Authenticated], []);
    }

    /// <summary>The user of a token, or null when it is not valid (for <paramref name="audiences"/>, when given).</summary>
    public User? FromToken(string token, IReadOnlyList<string>? audiences)
    {
        if (TokensExpired)
        {
            return null;
        }

        if (cluster.AdminTokens.Contains(token))
        {
            return User.Admin();
        }

        if (signer.Read(token) is not { } claims || claims.Text("sub") is not { } subject || !subject.StartsWith(AccountPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        if (claims.Number("exp") is { } expires && expires <= time.GetUtcNow().ToUnixTimeSeconds())
        {
            return null;
        }

        var wanted = audiences is { Count: > 0 } ? audiences : [TokenSigner.Issuer];
        if (claims.List("aud") is { } aud && !aud.OfType<string>().Intersect(wanted).Any())
        {
            return null;
        }

        var parts = subject[AccountPrefix.Length..].Split(':');
        var account = cluster.Store.Get("serviceaccounts", parts[0], parts[1]);
        var uid = claims.At("kubernetes.io", "serviceaccount", "uid") as string ?? claims.Text("kubernetes.io/serviceaccount/service-account.uid");
        if (account is null || account.Uid != uid || !BoundStillThere(claims, parts[0]))
        {
            return null;
        }

        return ServiceAccount(parts[0], parts[1], account.Uid, claims);
    }

    public static User ServiceAccount(string ns, string name, string uid, Map? claims)
    {
        var extra = new Map();
        if (claims?.At("kubernetes.io", "pod") is Map pod)
        {
            extra["authentication.kubernetes.io/pod-name"] = new Seq { pod.Get("name") };
            extra["authentication.kubernetes.io/pod-uid"] = new Seq { pod.Get("uid") };
        }

        return new User($"{AccountPrefix}{ns}:{name}", uid, ["system:serviceaccounts", $"system:serviceaccounts:{ns}", User.Authenticated], extra);
    }

    /// <summary>Applies the impersonation headers; <paramref name="may"/> asks whether the user may impersonate (group, resource, namespace, name).</summary>
    public static User Impersonate(HttpRequest request, User user, Action<string, string, string, string> may)
    {
        var name = request.Headers["Impersonate-User"].ToString();
        var groups = request.Headers["Impersonate-Group"].Where(g => g is not null).Select(g => g!).ToList();
        var uid = request.Headers["Impersonate-Uid"].ToString();
        var extra = new Map();
        foreach (var header in request.Headers.Where(h => h.Key.StartsWith("Impersonate-Extra-", StringComparison.OrdinalIgnoreCase)))
        {
            extra[Uri.UnescapeDataString(header.Key["Impersonate-Extra-".Length..]).ToLowerInvariant()] = new Seq(header.Value.Cast<object?>());
        }

        if (name.Length == 0)
        {
            return groups.Count == 0 && uid.Length == 0 && extra.Count == 0
                ? user
                : throw new ApiException(500, "InternalError", $"Internal error occurred: requested [{string.Join(" ", groups.Select(g => "{Group    " + g + "    }"))}] without impersonating a user");
        }

        if (name.StartsWith(AccountPrefix, StringComparison.Ordinal) && name[AccountPrefix.Length..].Split(':') is [var ns, var account])
        {
            may("", "serviceaccounts", ns, account);
            if (groups.Count == 0)
            {
                groups = ["system:serviceaccounts", $"system:serviceaccounts:{ns}"];
            }
        }
        else
        {
            may("", "users", "", name);
        }

        foreach (var group in request.Headers["Impersonate-Group"])
        {
            may("", "groups", "", group ?? "");
        }

        if (uid.Length > 0)
        {
            may("authentication.k8s.io", "uids", "", uid);
        }

        foreach (var (key, values) in extra)
        {
            foreach (var value in ((Seq)values!).OfType<string>())
            {
                may("authentication.k8s.io", $"userextras/{key}", "", value);
            }
        }

        if (name != User.Anonymous.Name && !groups.Contains(User.Authenticated))
        {
            groups.Add(User.Authenticated);
        }

        return new User(name, uid, groups, extra);
    }

    private bool BoundStillThere(Map claims, string ns)
    {
        if (claims.At("kubernetes.io", "pod") is Map pod)
        {
            return cluster.Store.Get("pods", ns, pod.Text("name")!)?.Uid == pod.Text("uid");
        }

        if (claims.At("kubernetes.io", "secret") is Map secret)
        {
            return cluster.Store.Get("secrets", ns, secret.Text("name")!)?.Uid == secret.Text("uid");
        }

        return claims.Text("kubernetes.io/serviceaccount/secret.name") is not { } legacy || cluster.Store.Get("secrets", ns, legacy) is not null;
    }
}

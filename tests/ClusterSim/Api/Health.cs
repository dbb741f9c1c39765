using ClusterSim.Access;
using ClusterSim.Json;

namespace ClusterSim.Api;

/// <summary>Version, health checks and the issuer document.</summary>
public static class Health
{
    private static readonly string[] Checks =
    [
        "ping", "log", "etcd", "etcd-readiness", "informer-sync", "poststarthook/start-kube-apiserver-admission-initializer", "poststarthook/generic-apiserver-start-informers",
        "poststarthook/priority-and-fairness-config-consumer", "poststarthook/priority-and-fairness-filter", "poststarthook/storage-object-count-tracker-hook",
        "poststarthook/start-apiextensions-informers", "poststarthook/start-apiextensions-controllers", "poststarthook/crd-informer-synced",
        "poststarthook/start-service-ip-repair-controllers", "poststarthook/rbac/bootstrap-roles", "poststarthook/scheduling/bootstrap-system-priority-classes",
        "poststarthook/priority-and-fairness-config-producer", "poststarthook/start-system-namespaces-controller", "poststarthook/bootstrap-controller",
        "poststarthook/start-cluster-authentication-info-controller", "poststarthook/start-kube-apiserver-identity-lease-controller",
        "poststarthook/start-deprecated-kube-apiserver-identity-lease-garbage-collector", "poststarthook/start-kube-apiserver-identity-lease-garbage-collector",
        "poststarthook/start-legacy-token-tracking-controller", "poststarthook/start-kube-aggregator-informers", "poststarthook/apiservice-registration-controller",
        "poststarthook/apiservice-status-available-controller", "poststarthook/kube-apiserver-autoregistration", "autoregister-completion",
        "poststarthook/apiservice-openapi-controller", "poststarthook/apiservice-openapiv3-controller", "poststarthook/apiservice-discovery-controller", "shutdown",
    ];

    public static Map Version(string version)
    {
        var parts = version.TrimStart('v').Split('.');
        return new Map
        {
            ["major"] = parts[0],
            ["minor"] = parts[1],
            ["gitVersion"] = version,
            ["gitCommit"] = "0000000000000000000000000000000000000000",
            ["gitTreeState"] = "clean",
            ["buildDate"] = "1970-01-01T00:00:00Z",
            ["goVersion"] = "go1.20.2",
            ["compiler"] = "gc",
            ["platform"] = "linux/amd64",
        };
    }

    public static Task Answer(ApiCall call, string[] parts)
    {
        var name = parts[0];
        var checks = Checks.Where(c => name == "readyz" || c is not ("etcd-readiness" or "informer-sync" or "shutdown")).ToList();
        if (parts.Length > 1)
        {
            var check = string.Join('/', parts[1..]);
            return checks.Contains(check) ? Api.Answer.Text(call, 200, "ok") : Api.Answer.Text(call, 404, "404 page not found\n");
        }

        return call.Http.Request.Query.ContainsKey("verbose")
            ? Api.Answer.Text(call, 200, string.Concat(checks.Select(c => $"[+]{c} ok\n")) + $"{name} check passed\n")
            : Api.Answer.Text(call, 200, "ok");
    }

    public static Map OpenId() => new()
    {
        ["issuer"] = TokenSigner.Issuer,
        ["jwks_uri"] = "https://127.0.0.1/openid/v1/jwks",
        ["response_types_supported"] = new Seq { "id_token" },
        ["subject_types_supported"] = new Seq { "public" },
        ["id_token_signing_alg_values_supported"] = new Seq { "RS256" },
    };
}

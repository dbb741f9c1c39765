using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>
/// Asks the validating webhooks that have an address of their own (<c>clientConfig.url</c>). Those of services are left
/// out: no pod runs behind them. It is asked in the gate of the store: a webhook must not ask the cluster back.
/// </summary>
public static class Webhooks
{
    private const string Key = "validatingwebhookconfigurations.admissionregistration.k8s.io";
    private static readonly ConcurrentDictionary<string, HttpClient> Clients = new(StringComparer.Ordinal);

    public static void Demand(Cluster cluster, Resource resource, Map? before, Map after, WriteOptions options)
    {
        if (options.Subresource.Length > 0 || resource.Group == "admissionregistration.k8s.io")
        {
            return;
        }

        foreach (var webhook in cluster.Store.List(Key, null).Where(HasAddress).SelectMany(stored => stored.Read().Maps("webhooks")))
        {
            if (webhook.At("clientConfig", "url") is string url && Matches(cluster, webhook, resource, before is null ? "CREATE" : "UPDATE", after))
            {
                Ask(webhook, url, resource, before, after, options);
            }
        }
    }

    // Most are of services: those are not read for each write.
    private static bool HasAddress(StoredObject stored) => stored.Json.AsSpan().IndexOf("\"url\""u8) >= 0;

    private static bool Matches(Cluster cluster, Map webhook, Resource resource, string operation, Map obj)
    {
        var labels = Texts(obj.At("metadata", "labels") as Map);
        var ns = obj.At("metadata", "namespace") as string ?? "";
        var home = ns.Length == 0 ? null : cluster.Store.Get("namespaces", "", ns);
        return webhook.Maps("rules").Any(rule => Has(rule, "operations", operation) && Has(rule, "apiGroups", resource.Group)
                && Has(rule, "apiVersions", resource.Version) && Has(rule, "resources", resource.Plural)
                && rule.Text("scope") is null or "*" or "Namespaced" && (resource.Namespaced || rule.Text("scope") != "Namespaced"))
            && LabelSelector.From(webhook.Child("objectSelector") ?? []).Matches(labels)
            && (home is null || LabelSelector.From(webhook.Child("namespaceSelector") ?? []).Matches(home.Labels));
    }

    private static bool Has(Map rule, string key, string value) => rule.List(key) is { } list && (list.Contains("*") || list.Contains(value) || (key == "resources" && list.Contains("*/*")));

    private static Dictionary<string, string> Texts(Map? map) => (map ?? []).ToDictionary(pair => pair.Key, pair => pair.Value as string ?? "", StringComparer.Ordinal);

    private static void Ask(Map webhook, string url, Resource resource, Map? before, Map after, WriteOptions options)
    {
        var name = webhook.Text("name") ?? "";
        var seconds = webhook.Number("timeoutSeconds") ?? 10;
        Map answer;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
            using var request = new HttpRequestMessage(HttpMethod.Post, url)
            {
                Content = new ByteArrayContent(JsonText.ToUtf8(Review(resource, before, after, options))) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            };
            using var response = Client(webhook).Send(request, patience.Token);
            using var body = response.Content.ReadAsStream(patience.Token);
            using var copy = new MemoryStream();
            body.CopyTo(copy);
            answer = (Apply.JsonPatch.Read(copy.ToArray()) as Map)?.Child("response") ?? [];
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
        {
            if (webhook.Text("failurePolicy") == "Ignore")
            {
                return;
            }

            var address = new Uri(url);
            var why = gone is OperationCanceledException ? "context deadline exceeded"
                : $"dial tcp {address.Host}:{address.Port}: connect: {(gone.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? "connection refused" : gone.Message)}";
            throw new ApiException(500, "InternalError",
                $"Internal error occurred: failed calling webhook \"{name}\": failed to call webhook: Post \"{url}?timeout={seconds}s\": {why}",
                new Map { ["causes"] = new Seq { new Map { ["message"] = $"failed calling webhook \"{name}\": failed to call webhook: Post \"{url}?timeout={seconds}s\": {why}" } } });
        }

        if (answer.Get("allowed") is not true)
        {
            var status = answer.Child("status") ?? [];
            var code = status.Number("code") is >= 400 and var given ? (int)given : 400;
            var denied = $"admission webhook \"{name}\" denied the request";
            throw new ApiException(code, status.Text("reason") ?? "", status.Text("message") is { Length: > 0 } message ? $"{denied}: {message}"
                : status.Text("reason") is { Length: > 0 } reason ? $"{denied}: {reason}" : $"{denied} without explanation");
        }
    }

    private static Map Review(Resource resource, Map? before, Map after, WriteOptions options) => new()
    {
        ["kind"] = "AdmissionReview",
        ["apiVersion"] = "admission.k8s.io/v1",
        ["request"] = new Map
        {
            ["uid"] = Guid.NewGuid().ToString(),
            ["kind"] = new Map { ["group"] = resource.Group, ["version"] = resource.Version, ["kind"] = resource.Kind },
            ["resource"] = new Map { ["group"] = resource.Group, ["version"] = resource.Version, ["resource"] = resource.Plural },
            ["name"] = after.At("metadata", "name"),
            ["namespace"] = after.At("metadata", "namespace"),
            ["operation"] = before is null ? "CREATE" : "UPDATE",
            ["userInfo"] = options.User.ToMap(),
            ["object"] = after,
            ["oldObject"] = before,
            ["dryRun"] = options.DryRun,
        },
    };

    private static HttpClient Client(Map webhook) => Clients.GetOrAdd(webhook.At("clientConfig", "caBundle") as string ?? "", static bundle =>
    {
        var authority = bundle.Length == 0 ? null : X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(bundle)));
        return new HttpClient(new SocketsHttpHandler
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
                    chain.ChainPolicy.CustomTrustStore.Add(authority!);
                    return certificate is X509Certificate2 served && chain.Build(served);
                },
            },
        });
    });
}

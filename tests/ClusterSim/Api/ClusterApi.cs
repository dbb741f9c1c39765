using ClusterSim.Access;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Api;

/// <summary>The API of one cluster: authentication, impersonation, authorisation, then the handler of the path.</summary>
public static class ClusterApi
{
    public static async Task Handle(HttpContext http, Cluster cluster, string path)
    {
        var info = RequestInfo.Parse(http.Request.Method, path, name => http.Request.Query.TryGetValue(name, out var v) ? v[^1] : null);
        var call = new ApiCall(http, cluster, info);
        var began = cluster.Time.GetTimestamp();
        try
        {
            await Authorize(call);
            if (info.IsResource)
            {
                await ResourceApi.Handle(call);
            }
            else
            {
                await NonResource(call, path);
            }
        }
        catch (ApiException failure) when (!http.Response.HasStarted)
        {
            await Answer.Status(call, failure);
        }

        cluster.Requests.Add(info.IsResource ? info.Verb : http.Request.Method, http.Response.StatusCode, info.IsResource ? info.Plural : "", cluster.Time.GetElapsedTime(began));
        if (info.IsResource && info.Verb is "create" or "update" or "patch" or "delete" or "deletecollection")
        {
            cluster.Audit.Add(new Control.AuditEntry(
                cluster.Time.GetUtcNow(), info.Verb, path + http.Request.QueryString, call.Sender.Name, http.Response.StatusCode, call.ContentType, KeptBody(call),
                ReferenceEquals(call.Sender, call.User) ? null : call.User.Name, http.Request.Headers.UserAgent.ToString()));
        }
    }

    private static string RequestsOf(Cluster cluster)
    {
        var text = new Metrics.Exposition();
        cluster.Requests.Write(text);
        return text.ToString();
    }

    private static string? KeptBody(ApiCall call) => call switch
    {
        { Cluster.Context.Options.KeepBodies: false } or { Body: [] } => null,
        { ContentType: Negotiation.Protobuf } => JsonText.ToText(Proto.ProtoReader.Envelope(call.Body, call.Cluster.Registry.BuiltIn.Types)),
        _ when call.ContentType.EndsWith("yaml", StringComparison.Ordinal) => JsonText.ToText(YamlText.Parse(System.Text.Encoding.UTF8.GetString(call.Body))),
        _ => System.Text.Encoding.UTF8.GetString(call.Body),
    };

    private static Task Authorize(ApiCall call)
    {
        var (info, authorizer) = (call.Info, call.Cluster.Authorizer);
        var real = call.Cluster.Authenticator.Authenticate(call.Http.Request);
        call.User = call.Sender = real;
        call.User = Authenticator.Impersonate(call.Http.Request, real, (group, plural, ns, name) =>
            authorizer.Demand(real, new AccessRequest("impersonate", group, plural, "", ns, name)));
        authorizer.Demand(call.User, info.IsResource
            ? new AccessRequest(info.Verb, info.Group, info.Plural, info.Subresource, info.Namespace, info.Name)
            : new AccessRequest(call.Http.Request.Method.ToLowerInvariant(), "", "", "", "", "", info.Path));
        return Task.CompletedTask;
    }

    private static async Task NonResource(ApiCall call, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (call.Http.Request.Method is not ("GET" or "HEAD"))
        {
            throw parts is ["api" or "apis", ..] ? Failures.MethodNotAllowed() : new ApiException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);
        }

        switch (parts)
        {
            case ["version"]: await Answer.Json(call, 200, Health.Version(call.Cluster.Profile.Version)); break;
            case ["healthz" or "readyz" or "livez" or "health", ..]: await Health.Answer(call, parts); break;
            case ["api"]: await Discovery.Api(call); break;
            case ["apis"]: await Discovery.Apis(call); break;
            case ["api", var version]: await Discovery.Resources(call, "", version); break;
            case ["apis", var group]: await Discovery.OneGroup(call, group); break;
            case ["apis", var group, var version]: await Discovery.Resources(call, group, version); break;
            case ["openapi", "v3", ..]: await OpenApi.V3(call, string.Join('/', parts[2..])); break;
            case ["openapi", "v2"]: await OpenApi.V2(call); break;
            case ["openid", "v1", "jwks"]: await Answer.Json(call, 200, call.Cluster.Context.Signer.KeySet(), "application/jwk-set+json"); break;
            case [".well-known", "openid-configuration"]: await Answer.Json(call, 200, Health.OpenId()); break;
            case ["metrics"]: await Answer.Text(call, 200, RequestsOf(call.Cluster)); break;
            case ["logs"]: await Answer.Text(call, 200, ""); break;
            case []: await Answer.Json(call, 200, new Map { ["paths"] = new Seq { "/api", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version" } }); break;
            default: await Answer.Text(call, 404, "404 page not found\n"); break;
        }
    }
}

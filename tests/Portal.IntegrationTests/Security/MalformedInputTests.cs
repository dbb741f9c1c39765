using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core.Access;
using Portal.IntegrationTests.Teams;

namespace Portal.IntegrationTests.Security;

/// <summary>
/// 500 malformed inputs from a seeded generator, over the endpoints that the API's own description names: each is refused
/// with a problem that names the field, nothing of a secret comes back, and nothing is stored.
/// </summary>
[Trait("Attack", "malformed")]
public sealed class MalformedInputTests(TwoTeams portal) : IClassFixture<TwoTeams>
{
    private const int Seed = 20261129;
    private const string Canary = "c4n4ry-0f-a-secret";

    private static readonly Dictionary<string, string> Samples = new() { ["start"] = "2026-01-01T00:00:00Z", ["end"] = "2026-01-02T00:00:00Z", ["query"] = "up" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Dictionary<string, string> Known => new()
    {
        ["fleetId"] = portal.Own.Fleet.ToString(),
        ["clusterId"] = portal.Own.Cluster.ToString(),
        ["clusterIds"] = portal.Own.Cluster.ToString(),
        ["userId"] = portal.Own.Owner.ToString(),
        ["teamId"] = portal.Own.Team.Id.ToString(),
        ["applicationId"] = portal.Own.Application.ToString(),
        ["operationId"] = portal.Own.Operation.ToString(),
        ["component"] = "volcano",
        ["kubeconfig"] = Canary,
        ["password"] = Canary,
        ["secret"] = Canary,
        ["token"] = Canary,
        ["signingSecret"] = Canary,
        ["webhookSecret"] = Canary,
        ["current"] = Canary,
        ["next"] = Canary,
        ["values"] = $"password: {Canary}",
        ["source"] = $"apiVersion: v1\nkind: Secret\nmetadata: {{ name: x }}\nstringData: {{ key: {Canary} }}\n",
    };

    [Fact]
    [Trait("Attack", "3")]
    [Trait("Attack", "mass-assignment")]
    public async Task Bodies_Broken_AreRefusedByTheirField()
    {
        var operations = (await SamplesAsync()).Operations();
        var bodies = new MalformedBodies(new Random(Seed));

        await AllRefusedAsync(Enumerable.Range(0, 260).Select(index =>
        {
            var operation = operations[index % operations.Count];
            var body = bodies.Next(operation);
            return new Attempt($"{operation} with {body.What}", Request(operation, body.Bytes), body.Names);
        }));
    }

    [Fact]
    public async Task Parameters_Broken_AreRefusedByTheirName()
    {
        string[] broken = ["many", "1e99", "99999999999999999999", "%00", "[]", "1,x", "-", "0x10", "NaN", "%F0%9F%92%A9", "null", "2026-13-45", "1%0d%0aSet-Cookie:x"];
        var parameters = (await SamplesAsync()).Parameters();
        var random = new Random(Seed);

        await AllRefusedAsync(Enumerable.Range(0, 80).Select(index =>
        {
            var parameter = parameters[index % parameters.Count];
            var value = broken[random.Next(broken.Length)];
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Address(parameter.Path)}?{parameter.Name}={value}{string.Concat(parameter.Required.Where(name => name != parameter.Name).Select(name => $"&{name}={Samples.GetValueOrDefault(name, "sample")}"))}", UriKind.Relative));
            return new Attempt($"GET {parameter.Path}?{parameter.Name}={value} ({parameter.Kind})", request, [parameter.Name]);
        }));
    }

    [Fact]
    [Trait("Attack", "5")]
    public async Task Kubeconfigs_Broken_AreRefused_AndNotShown()
    {
        var kubeconfigs = new MalformedKubeconfigs(new Random(Seed), Canary);
        string[] paths = ["/api/v1/join/preflight", "/api/v1/join"];

        await AllRefusedAsync(Enumerable.Range(0, 80).Select(index =>
        {
            var (what, text) = kubeconfigs.Next();
            var body = new { description = new { name = $"broken-{index}", fleetId = portal.Own.Fleet }, kubeconfig = text, context = "here" };
            var path = paths[index % paths.Length];
            return new Attempt($"{path} with a kubeconfig: {what}", Post(path, body), ["kubeconfig"]);
        }));
    }

    [Fact]
    [Trait("Attack", "18")]
    public async Task Yaml_Broken_IsRefusedByItsField()
    {
        var yaml = new MalformedYaml(new Random(Seed), Canary);
        var own = portal.Own;

        await AllRefusedAsync(Enumerable.Range(0, 40).Select(index =>
        {
            var (what, text) = yaml.Next();
            return (index % 4) switch
            {
                0 => new Attempt($"manifests: {what}", Post("/api/v1/applications", new { name = $"broken-{index}", fleetId = own.Fleet, content = new { source = text } }), ["source"]),
                1 => new Attempt($"a revision: {what}", Post($"/api/v1/applications/{own.Application}/revisions", new { source = text }), ["source"]),
                2 => new Attempt($"values: {what}", Post("/api/v1/components/volcano/install", new { clusterIds = new[] { own.Cluster }, values = text }), ["values"]),
                _ => new Attempt($"a profile: {what}", Post("/api/v1/profiles/read", new { yaml = text }), ["yaml"]),
            };
        }));
    }

    [Fact]
    [Trait("Attack", "5")]
    public async Task Addresses_Broken_AreRefusedByTheirField()
    {
        string[] broken =
        [
            "javascript:alert(1)", "file:///etc/passwd", "gopher://example.com/", "http://", "https://", "//example.com", "example.com", "https://user:" + Canary + "@example.com/",
            "https://[::1", "https://exa mple.com/", "https://example.com:99999/", "https://example.com/#fragment", "https://example.com/\r\nX-Injected: 1", "data:text/plain,x", "https://" + new string('a', 3000) + ".example",
        ];
        var random = new Random(Seed);
        var own = portal.Own;

        await AllRefusedAsync(Enumerable.Range(0, 30).Select(index =>
        {
            var address = broken[random.Next(broken.Length)];
            return (index % 5) switch
            {
                0 => new Attempt($"metrics: {address}", Put($"/api/v1/clusters/{own.Cluster}/metrics-source", new { kind = "Url", address }), ["address"]),
                1 => new Attempt($"traces: {address}", Put($"/api/v1/clusters/{own.Cluster}/trace-source", new { store = "Jaeger", kind = "Url", address }), ["address"]),
                2 => new Attempt($"an engine: {address}", Put($"/api/v1/fleets/{own.Fleet}/global-engine", new { kind = "Thanos", address }), ["address"]),
                3 => new Attempt($"a channel: {address}", Post("/api/v1/notification-channels", new { name = $"broken-{index}", kind = "Webhook", url = address }), ["url"]),
                _ => new Attempt($"a repository: {address}", Put($"/api/v1/applications/{own.Application}/source", new { definition = new { kind = "Git", url = address, reference = "main" } }), ["url"]),
            };
        }));
    }

    [Fact]
    public async Task Tokens_Broken_AreRefused()
    {
        using var stranger = portal.Host.Browser();
        var random = new Random(Seed);
        string[] paths = ["/api/v1/me", "/api/v1/fleets", "/prom/api/v1/labels", "/join/script"];

        await AllRefusedAsync(
            Enumerable.Range(0, 20).Select(index =>
            {
                var bytes = new byte[random.Next(0, 64)];
                random.NextBytes(bytes);
                var token = (index % 5) switch
                {
                    0 => "kp_" + Convert.ToBase64String(bytes),
                    1 => "kp_" + new string('A', 43),
                    2 => Convert.ToHexString(bytes),
                    3 => "kp_" + new string('x', 8000),
                    _ => "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.",
                };
                var path = paths[index % paths.Length];
                var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
                return new Attempt($"GET {path} by {token[..Math.Min(token.Length, 40)]}", request, ["token", "join command"]);
            }),
            stranger);
    }

    private async Task<ApiSamples> SamplesAsync()
    {
        using var browser = portal.Host.Browser();
        return new ApiSamples(JsonNode.Parse(await browser.GetStringAsync("/openapi/v1.json", Stop))!, Known);
    }

    /// <summary>Sends them one after the other, and tells all that were not refused as they must be.</summary>
    private async Task AllRefusedAsync(IEnumerable<Attempt> attempts, HttpClient? client = null)
    {
        using var admin = await portal.Host.ScriptAsync(PortalRole.Admin);
        var before = await CountAsync();
        var wrong = new List<string>();
        foreach (var attempt in attempts)
        {
            using var request = attempt.Request;
            using var answer = await (client ?? admin).SendAsync(request, Stop);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            if (FindFault(answer, text, attempt.Names) is { } fault)
            {
                wrong.Add($"{attempt.What}: {fault}: {(int)answer.StatusCode} {text[..Math.Min(text.Length, 400)]}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join('\n', wrong)}");
        Assert.Equal(before, await CountAsync());
    }

    private static string? FindFault(HttpResponseMessage answer, string text, IReadOnlyList<string> names) =>
        (int)answer.StatusCode is < 400 or >= 500 ? "is not refused"
        : answer.Content.Headers.ContentType?.MediaType != "application/problem+json" ? "is no problem"
        : text.Contains(Canary, StringComparison.Ordinal) ? "shows a secret"
        : !names.Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase)) ? $"names none of {string.Join(", ", names)}"
        : null;

    private static HttpRequestMessage Post(string path, object body) => new(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };

    private static HttpRequestMessage Put(string path, object body) => new(HttpMethod.Put, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };

    private HttpRequestMessage Request(DescribedOperation operation, byte[] body)
    {
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), new Uri(Address(operation.Path), UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        return request;
    }

    /// <summary>Of things that there are, as far as there are any.</summary>
    private string Address(string path)
    {
        var own = portal.Own;
        var id = path.Split('/').ElementAtOrDefault(3) switch
        {
            "fleets" => own.Fleet,
            "clusters" => own.Cluster,
            "operations" or "rollouts" or "join" => own.Operation,
            "applications" => own.Application,
            "teams" => own.Team.Id,
            "users" => own.Owner,
            _ => Guid.Empty,
        };
        return string.Join('/', path.Split('/').Select(part => part switch
        {
            "{component}" => "volcano",
            "{number}" or "{revision}" => "1",
            "{name}" => "nothing",
            "{id}" => id.ToString(),
            ['{', .. var name, '}'] => Known.GetValueOrDefault(name, id.ToString()),
            _ => part,
        }));
    }

    /// <summary>How many rows each table has, but the trail: that somebody was refused is recorded.</summary>
    private async Task<string> CountAsync()
    {
        var source = portal.Host.Services.GetRequiredService<NpgsqlDataSource>();
        await using var count = source.CreateCommand("""
            SELECT string_agg(t.name || ' ' || (xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM ' || t.name, false, true, '')))[1]::text, E'\n' ORDER BY t.name)
            FROM (SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
                  WHERE table_schema IN ('public', 'hangfire') AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'audit%') t
            """);
        return (string)(await count.ExecuteScalarAsync(Stop))!;
    }

    private sealed record Attempt(string What, HttpRequestMessage Request, IReadOnlyList<string> Names);
}

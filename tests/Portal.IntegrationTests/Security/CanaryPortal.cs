using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Teams;
using Portal.IntegrationTests.Api;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Data;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Security;

/// <summary>A portal that was given a secret of its own in every place that takes one, over its own API.</summary>
public sealed partial class CanaryPortal : IAsyncLifetime
{
    private readonly LogCapture _log = new();
    private readonly List<(string Where, string Secret)> _canaries = [];
    private PortalHost? _host;

    internal PortalDatabaseFixture Database { get; } = new();

    internal PortalHost Host => _host!;

    internal LogCapture Log => _log;

    /// <summary>Ids of what there is, by the segment of an address that they follow.</summary>
    internal Dictionary<string, string> Ids { get; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        _host = await PortalHost.StartAsync(Database.ConnectionString, configure: builder => builder.Host.UseServiceProviderFactory(new SwappedServices(
            services => services.Replace(ServiceDescriptor.Singleton(_ => LoggerFactory.Create(logging => logging.AddProvider(_log).SetMinimumLevel(LogLevel.Information)))))));
        await AddRowsAsync();
        using var admin = await Host.ScriptAsync(PortalRole.Admin);
        await GiveAsync(admin);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    /// <summary>"where form" for each secret that the text shows, as it is or encoded.</summary>
    internal IEnumerable<string> Shown(string text) =>
        from canary in _canaries
        from form in Forms(canary.Secret)
        where text.Contains(form.Text, StringComparison.OrdinalIgnoreCase)
        select $"{canary.Where} ({form.Name})";

    internal IEnumerable<(string Where, string Text)> AllForms() =>
        from canary in _canaries
        from form in Forms(canary.Secret)
        select ($"{canary.Where} ({form.Name})", form.Text);

    private static IEnumerable<(string Name, string Text)> Forms(string secret) =>
        [("plain", secret), ("hex", Convert.ToHexString(Encoding.UTF8.GetBytes(secret))), ("base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('='))];

    private string Canary(string where)
    {
        var secret = $"c4n4ry-{where}-{Guid.NewGuid():N}";
        _canaries.Add((where, secret));
        return secret;
    }

    private async Task AddRowsAsync()
    {
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop);
        var fleet = Estate.Fleet("canaries");
        var cluster = Estate.Cluster(1, fleet.Id);
        db.AddRange(fleet, cluster);
        await db.SaveChangesAsync(Stop);
        (Ids["fleets"], Ids["clusters"], Ids["teams"]) = (fleet.Id.ToString(), cluster.Id.ToString(), Team.PlatformId.ToString());
    }

    private async Task GiveAsync(HttpClient admin)
    {
        var (fleet, cluster) = (Ids["fleets"], Ids["clusters"]);
        await PutAsync(admin, $"clusters/{cluster}/metrics-source", Endpoint("metrics", new { kind = "Url" }));
        await PutAsync(admin, $"clusters/{cluster}/alertmanager", Endpoint("alertmanager", new { kind = "Url" }));
        await PutAsync(admin, $"clusters/{cluster}/trace-source", Endpoint("traces", new { store = "Jaeger", kind = "Url" }));
        await PutAsync(admin, $"fleets/{fleet}/global-engine", Endpoint("engine", new { kind = "Thanos" }));
        Ids["notification-channels"] = (await PostAsync(admin, "notification-channels", new
        {
            name = "hook",
            kind = "Webhook",
            url = $"https://hooks.invalid/{Canary("channel-url")}",
            token = Canary("channel-token"),
            signingSecret = Canary("channel-signature"),
        })).Text("id");

        var manifest = $"apiVersion: v1\nkind: Secret\nmetadata: {{ name: s, namespace: default }}\nstringData: {{ key: {Canary("manifest")} }}\n";
        Ids["applications"] = (await PostAsync(admin, "applications", new { name = "shop", fleetId = fleet, content = new { source = manifest } })).GetProperty("summary").Text("id");
        await PostAsync(admin, $"applications/{Ids["applications"]}/revisions", new { source = manifest.Replace("name: s,", "name: t,", StringComparison.Ordinal) });
        var followed = (await PostAsync(admin, "applications", new { name = "followed", fleetId = fleet, content = new { source = manifest } })).GetProperty("summary").Text("id");
        await PutAsync(admin, $"applications/{followed}/source", new
        {
            definition = new { kind = "Git", url = "https://git.invalid/shop.git", reference = "main" },
            token = Canary("git-token"),
            webhookSecret = Canary("webhook-secret"),
        });
        var installed = await PostAsync(admin, "components/grafana/install", new { clusterIds = new[] { cluster }, values = $"adminPassword: {Canary("component")}\n" });
        Ids["operations"] = installed.GetProperty("items")[0].Text("operationId");

        await PostAsync(admin, "join", new
        {
            description = new { name = "joining", fleetId = fleet },
            kubeconfig = new MalformedKubeconfigs(new Random(1), Canary("kubeconfig")).Good(),
            context = "here",
        });
        var user = await PostAsync(admin, "users", new { name = "newcomer", role = "Viewer" });
        Ids["users"] = user.GetProperty("user").Text("id");
        _canaries.Add(("one-time-password", user.Text("password")));
        _canaries.Add(("api-token", (await PostAsync(admin, "tokens", new { name = "canary", daysValid = 1 })).Text("token")));
        var command = (await PostAsync(admin, "join/commands", new { name = "by-command", fleetId = fleet })).GetRawText();
        _canaries.Add(("join-token", Token().Match(command).Groups[1].Value));

        // What is refused is kept nowhere either.
        using var browser = Host.Browser();
        using (await PortalHost.PostSignInAsync(browser, "admin", Canary("wrong-password")))
        {
        }

        using (await PortalHost.PostSignInAsync(browser, Canary("password-as-name"), "x"))
        {
        }

        using var stranger = Host.Script("kp_" + Canary("wrong-token"));
        using (await stranger.GetAsync("/api/v1/me", Stop))
        {
        }

        using (await admin.PostAsync("/api/v1/fleets", new StringContent($"{{\"name\":\"a\",\"secret\":\"{Canary("unknown-member")}\"", null, "application/json"), Stop))
        {
        }

        using (await admin.PostAsJsonAsync("/api/v1/join/preflight", new { description = new { name = "x", fleetId = fleet }, kubeconfig = $"users: {Canary("broken-kubeconfig")}", context = "" }, Stop))
        {
        }
    }

    private JsonElement Endpoint(string where, object more)
    {
        var all = JsonSerializer.SerializeToNode(more)!.AsObject();
        all["address"] = $"https://{where}.invalid";
        all["authentication"] = "Bearer";
        all["secret"] = Canary(where);
        return JsonSerializer.SerializeToElement(all);
    }

    private static Task<JsonElement> PostAsync(HttpClient admin, string path, object body) => SendAsync(admin, HttpMethod.Post, path, body);

    private static Task<JsonElement> PutAsync(HttpClient admin, string path, object body) => SendAsync(admin, HttpMethod.Put, path, body);

    private static async Task<JsonElement> SendAsync(HttpClient admin, HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = JsonContent.Create(body) };
        using var answer = await admin.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted, $"{path}: {answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    [GeneratedRegex("Bearer ([A-Za-z0-9_-]{20,})")]
    private static partial Regex Token();
}

using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Web;

namespace Portal.Testing.Web;

/// <summary>The real application in this process, on a free port, over a database of the test's own.</summary>
public sealed partial class PortalHost : IAsyncDisposable
{
    public const string AdminPassword = "correct horse battery staple";

    // One for all hosts: two of them may share a database, and its key ring.
    private static readonly string MasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private readonly WebApplication _app;

    private PortalHost(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
    }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts it. <paramref name="settings"/> come on top of a database, a free port and the first admin's password.</summary>
    public static async Task<PortalHost> StartAsync(
        string connectionString,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<WebApplicationBuilder>? configure = null)
    {
        var all = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Portal"] = connectionString,
            [FirstAdminOptions.PasswordKey] = AdminPassword,
            ["Secrets:MasterKey"] = MasterKey,
            ["SignIn:PerAddressPerMinute"] = "10000",
            ["SignIn:PerAccountPerMinute"] = "10000",
            ["Serilog:MinimumLevel:Default"] = "Error",
            ["Serilog:MinimumLevel:Override:Microsoft.AspNetCore"] = "Error",
            ["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Error",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            all[key] = value;
        }

        var app = PortalWebApplication.Build([], builder =>
        {
            builder.Configuration.Sources.Clear();
            builder.Configuration.AddInMemoryCollection(all);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            configure?.Invoke(builder);
        });
        await app.StartAsync();
        return new PortalHost(app);
    }

    /// <summary>A browser without a session: keeps cookies, follows no redirect.</summary>
    public HttpClient Browser() =>
        new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>A browser that has signed in.</summary>
    public async Task<HttpClient> SignInAsync(string name = FirstAdmin.Name, string password = AdminPassword)
    {
        var browser = Browser();
        using var answer = await PostSignInAsync(browser, name, password);
        return answer.StatusCode == HttpStatusCode.Redirect
            ? browser
            : throw new InvalidOperationException($"{name} was not signed in: {await answer.Content.ReadAsStringAsync()}");
    }

    public static Task<HttpResponseMessage> PostSignInAsync(HttpClient browser, string name, string password) =>
        PostFormAsync(browser, "/account/sign-in", ("_handler", "sign-in"), ("Input.Name", name), ("Input.Password", password));

    /// <summary>Loads a page and posts its form, as a browser would.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        var page = await browser.GetStringAsync(path);
        var token = AntiforgeryField().Match(page).Groups[1].Value;
        return await browser.PostAsync(path, new FormUrlEncodedContent(
            fields.Append((Name: "__RequestVerificationToken", Value: token)).Select(field => KeyValuePair.Create(field.Name, field.Value))));
    }

    /// <summary>A script with an API token of a new account of this role, made by the services themselves.</summary>
    /// <param name="role">The role in the portal; null for none.</param>
    public async Task<HttpClient> ScriptAsync(PortalRole? role, string? name = null)
    {
        var account = await CreateUserAsync(role, name);
        return await ScriptOfAsync(account.Name);
    }

    /// <summary>A script with an API token of an account that there is.</summary>
    public async Task<HttpClient> ScriptOfAsync(string name)
    {
        var users = await Services.GetRequiredService<IUsers>().ListAsync(new UserQuery { Search = name }, Actor.Portal, CancellationToken.None);
        var account = users.Items.Single(user => user.Name == name);
        var actor = new Actor(account.Id, account.Name, new HashSet<PortalRole>());
        var token = await Services.GetRequiredService<IApiTokens>().CreateAsync(new ApiTokenRequest("test"), actor, CancellationToken.None);
        return Script(token.Token);
    }

    public HttpClient Script(string token)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>A new account with <see cref="AdminPassword"/>, whose change is not forced.</summary>
    public async Task<UserSummary> CreateUserAsync(PortalRole? role, string? name = null)
    {
        var users = Services.GetRequiredService<IUsers>();
        var created = await users.CreateAsync(
            new UserRequest(name ?? $"{role?.ToString() ?? "member"}-{Guid.NewGuid():N}"[..20].ToLowerInvariant(), role), Actor.Portal, CancellationToken.None);
        await users.ChangeOwnPasswordAsync(new PasswordChange(created.Password, AdminPassword), created.User.Id, null, CancellationToken.None);
        return created.User;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.IntegrationTests.Api;
using Portal.IntegrationTests.Operations;
using Portal.IntegrationTests.Security;
using Portal.Testing.Data;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access.Factors;

/// <summary>What changes a factor asks who it is, is recorded, and leaves its secrets nowhere.</summary>
public sealed class FactorActsTests : IAsyncLifetime
{
    private readonly PortalDatabaseFixture _database = new();
    private readonly LogCapture _log = new();
    private PortalHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _host = await PortalHost.StartAsync(_database.ConnectionString, configure: builder => builder.Host.UseServiceProviderFactory(new SwappedServices(
            services => services.Replace(ServiceDescriptor.Singleton(_ => LoggerFactory.Create(logging => logging.AddProvider(_log).SetMinimumLevel(LogLevel.Information)))))));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    [Trait("Attack", "1")]
    [Trait("Attack", "3")]
    public async Task KeyAndCodes_AreInNoTableAndNoLog()
    {
        using var person = await PersonAsync();
        using var script = await _host.ScriptOfAsync(person.Name);
        await PostAsync(script, "/api/v1/me/authenticator/confirm", new { code = person.WrongCode() }, HttpStatusCode.Conflict);
        var anew = await PostAsync(script, "/api/v1/me/recovery-codes", new { code = person.RecoveryCodes[0] }, HttpStatusCode.OK);
        var second = await PostAsync(script, "/api/v1/me/authenticator", new { password = PortalHost.AdminPassword }, HttpStatusCode.OK);
        var codes = anew.GetProperty("codes").EnumerateArray().Select(code => code.GetString()!).Concat(person.RecoveryCodes);
        Assert.True(_log.Count > 0);
        foreach (var secret in codes.SelectMany(code => new[] { code, code.Replace("-", "", StringComparison.Ordinal) }).Append(person.Key).Append(second.Text("key")!).Append(PortalHost.AdminPassword))
        {
            Assert.Empty(await DatabaseSearch.TablesWithAsync(_database.DataSource, secret));
            Assert.Empty(_log.With(secret));
        }
    }

    [Fact]
    public async Task EachChange_AsksForAProof_ThatIsRight_AndIsRecorded()
    {
        using var person = await PersonAsync();
        using var script = await _host.ScriptOfAsync(person.Name);
        foreach (var path in new[] { "authenticator", "authenticator/remove", "recovery-codes" })
        {
            Assert.Equal("password", (await PostAsync(script, $"/api/v1/me/{path}", new { }, HttpStatusCode.UnprocessableEntity)).Text("field"));
        }

        Assert.Equal("password", (await PostAsync(script, "/api/v1/me/authenticator/remove", new { password = "wrong" }, HttpStatusCode.UnprocessableEntity)).Text("field"));
        Assert.Equal("code", (await PostAsync(script, "/api/v1/me/authenticator/remove", new { code = person.WrongCode() }, HttpStatusCode.UnprocessableEntity)).Text("field"));
        Assert.Equal(10, (await script.GetAsync("/api/v1/me/factors", HttpStatusCode.OK)).GetProperty("recoveryCodesLeft").GetInt32());

        await PostAsync(script, "/api/v1/me/authenticator/remove", new { password = PortalHost.AdminPassword }, HttpStatusCode.NoContent);

        Assert.Null((await script.GetAsync("/api/v1/me/factors", HttpStatusCode.OK)).Text("authenticatorSince"));
        await using var db = await _host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop);
        var acts = await db.AuditEntries.Where(entry => entry.Kind == "account_factors" && entry.ObjectName == person.Name).OrderBy(entry => entry.Id)
            .Select(entry => new { entry.Act, entry.ActorName, entry.Permission }).ToListAsync(Stop);
        Assert.Equal(["Created", "Changed", "Removed"], acts.Select(entry => entry.Act));
        Assert.All(acts, entry => Assert.Equal((person.Name, nameof(Permission.ManageOwnFactors)), (entry.ActorName, entry.Permission)));
        using var browser = await _host.SignInAsync(person.Name);
    }

    [Fact]
    [Trait("Attack", "brute-force")]
    public async Task WrongProofs_LockTheAccount()
    {
        using var person = await PersonAsync();
        using var script = await _host.ScriptOfAsync(person.Name);
        for (var i = 0; i < 5; i++)
        {
            await PostAsync(script, "/api/v1/me/authenticator/remove", new { password = "wrong" }, HttpStatusCode.UnprocessableEntity);
        }

        await PostAsync(script, "/api/v1/me/authenticator/remove", new { password = PortalHost.AdminPassword }, HttpStatusCode.UnprocessableEntity);

        Assert.NotNull((await script.GetAsync("/api/v1/me/factors", HttpStatusCode.OK)).Text("authenticatorSince"));
    }

    [Fact]
    public async Task Admin_SeesWhoHasWhich_AndResetsThem_WhichEndsSessions()
    {
        using var person = await PersonAsync();
        using var admin = await _host.ScriptAsync(PortalRole.Admin);
        var user = (await admin.GetAsync($"/api/v1/users?search={person.Name}", HttpStatusCode.OK)).GetProperty("items")[0];
        Assert.True(user.GetProperty("hasAuthenticator").GetBoolean());
        using var other = await _host.ScriptAsync(PortalRole.Operator);
        using (var refused = await other.DeleteAsync($"/api/v1/users/{user.Text("id")}/factors", Stop))
        {
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using (var reset = await admin.DeleteAsync($"/api/v1/users/{user.Text("id")}/factors", Stop))
        {
            Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await person.MeAsync());
        using var browser = await _host.SignInAsync(person.Name);
        await browser.GetAsync("/api/v1/me", HttpStatusCode.OK);
        await using var db = await _host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop);
        Assert.True(await db.AuditEntries.AnyAsync(
            entry => entry.Kind == "account_factors" && entry.Act == "Removed" && entry.ObjectName == person.Name && entry.Permission == nameof(Permission.ManageUsers), Stop));
    }

    [Fact]
    public async Task OwnFactors_AreNotReset_WithoutAProof()
    {
        var admin = await _host.CreateUserAsync(PortalRole.Admin);
        using var script = await _host.ScriptOfAsync(admin.Name);

        using var answer = await script.DeleteAsync($"/api/v1/users/{admin.Id}/factors", Stop);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task RecoveryCodes_MadeAnew_ReplaceTheOld_OnThePage()
    {
        using var person = await PersonAsync();
        using var answer = await PortalHost.PostFormAsync(person.Browser, "/account/recovery-codes", ("_handler", "codes"), ("Input.Password", PortalHost.AdminPassword));
        var anew = FactorPerson.CodesIn(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal(10, anew.Count);
        Assert.Contains("no-store", answer.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        person.NewBrowser(_host);
        await person.PasswordAsync();

        Assert.False(await person.CodeAsync(person.RecoveryCodes[1]));
        Assert.True(await person.CodeAsync(anew[1]));
    }

    private static async Task<JsonElement> PostAsync(HttpClient script, string path, object body, HttpStatusCode expected)
    {
        using var answer = await script.PostAsJsonAsync(path, body, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == expected, $"{path}: {answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Somebody who has signed in, and set up an authenticator.</summary>
    private async Task<FactorPerson> PersonAsync()
    {
        var user = await _host.CreateUserAsync(PortalRole.Viewer);
        var person = new FactorPerson(_host, user.Name);
        using (await PortalHost.PostSignInAsync(person.Browser, user.Name, PortalHost.AdminPassword))
        {
        }

        await person.SetUpAsync();
        return person;
    }
}

using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core.Access;
using Portal.Testing.Data;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Security;

/// <summary>What somebody without an account can learn or plant at the sign-in page.</summary>
public sealed class SignInAttackTests : IAsyncLifetime
{
    private readonly PortalDatabaseFixture _database = new();
    private readonly CountingHasher _hasher = new();
    private PortalHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _host = await PortalHost.StartAsync(_database.ConnectionString, configure: builder => builder.Host.UseServiceProviderFactory(
            new SwappedServices(services => services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<PortalUser>>(_hasher)))));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Counted, not timed: the hash is what takes long, and each refusal costs the same of it.</summary>
    [Fact]
    [Trait("Attack", "timing")]
    public async Task EveryRefusal_CostsOneHash_WhoeverIsNamed()
    {
        var known = await _host.CreateUserAsync(PortalRole.Viewer, "known");
        var locked = await _host.CreateUserAsync(PortalRole.Viewer, "locked");
        var closed = await _host.CreateUserAsync(PortalRole.Viewer, "closed");
        await _host.Services.GetRequiredService<IUsers>().DisableAsync(closed.Id, Actor.Portal, Stop);
        using var browser = _host.Browser();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await TryAsync(browser, locked.Name, "wrong");
        }

        foreach (var (name, password) in new[]
        {
            ("nobody-of-this-name", "wrong"), (known.Name, "wrong"), (known.Name.ToUpperInvariant(), "wrong"), (locked.Name, "wrong"), (locked.Name, PortalHost.AdminPassword),
            (closed.Name, "wrong"), (closed.Name, PortalHost.AdminPassword), (known.Name, ""), ("", "wrong"), (known.Name, new string('x', 300)),
        })
        {
            var before = _hasher.Verified;
            await TryAsync(browser, name, password);
            Assert.True(_hasher.Verified - before == 1, $"'{name}' with a password of {password.Length} characters cost {_hasher.Verified - before} hashes");
        }
    }

    [Fact]
    [Trait("Attack", "session-fixation")]
    public async Task SessionCookie_ThatWasPlanted_IsNotTheOneAfterSignIn()
    {
        using var victim = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = _host.Address };
        using var attacker = _host.Browser();
        using var signedIn = await PortalHost.PostSignInAsync(attacker, "admin", PortalHost.AdminPassword);
        var planted = Cookie(signedIn);

        using var browser = _host.Browser();
        using var own = await PortalHost.PostSignInAsync(browser, "admin", PortalHost.AdminPassword);

        Assert.NotEqual(planted, Cookie(own));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(victim, "portal.session=planted-by-somebody"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(victim, Cookie(own)[..^5] + "AAAAA"));
    }

    private static string Cookie(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("portal.session=", StringComparison.Ordinal)).Split(';')[0];

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        request.Headers.Add("Cookie", cookie);
        using var answer = await client.SendAsync(request, Stop);
        return answer.StatusCode;
    }

    private static async Task TryAsync(HttpClient browser, string name, string password)
    {
        using var answer = await PortalHost.PostSignInAsync(browser, name, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private sealed class CountingHasher : IPasswordHasher<PortalUser>
    {
        private readonly PasswordHasher<PortalUser> _real = new();
        private int _verified;

        public int Verified => _verified;

        public string HashPassword(PortalUser user, string password) => _real.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(PortalUser user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref _verified);
            return _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Testing.Data;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access;

public sealed class FirstAdminTests : IAsyncLifetime
{
    private readonly PortalDatabaseFixture _database = new();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"portal-first-{Guid.NewGuid():n}");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task FirstStart_WithoutPassword_WritesAOneTimePasswordForItsOwnerOnly()
    {
        await using var host = await StartAsync(null);

        var password = (await File.ReadAllTextAsync(_file, Stop)).Trim();

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file));
        }

        using var browser = await host.SignInAsync("admin", password);
        using var page = await browser.GetAsync("/account/denied", Stop);
        Assert.StartsWith("/account/password", page.Headers.Location?.OriginalString);
    }

    [Fact]
    [Trait("Attack", "28")]
    public async Task SecondStart_AfterAdminWasDeleted_BringsNobodyBack()
    {
        await using (await StartAsync("the first password"))
        {
        }

        await using (var db = await _database.Contexts.CreateDbContextAsync(Stop))
        {
            await db.Users.ExecuteDeleteAsync(Stop);
        }

        await using (await StartAsync("the first password"))
        {
        }

        await using var after = await _database.Contexts.CreateDbContextAsync(Stop);
        Assert.Equal(0, await after.Users.CountAsync(Stop));
        Assert.False(File.Exists(_file));
    }

    private Task<PortalHost> StartAsync(string? password) => PortalHost.StartAsync(
        _database.ConnectionString,
        new Dictionary<string, string?> { [FirstAdminOptions.PasswordKey] = password, [FirstAdminOptions.PasswordFileKey] = _file });
}

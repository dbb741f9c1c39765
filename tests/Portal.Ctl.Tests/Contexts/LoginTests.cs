using System.Net;
using Portal.Ctl.Tests.Testing;

namespace Portal.Ctl.Tests.Contexts;

public sealed class LoginTests : IDisposable
{
    private readonly Shell _shell = new();

    public LoginTests()
    {
        _shell.Environment.Remove("PORTAL_URL");
        _shell.Environment.Remove("PORTAL_TOKEN");
        _shell.Portal.On("GET /api/v1/me", """{"name":"ada"}""").On("GET /api/v1/fleets?take=500", """{"items":[],"total":0,"next":null}""");
    }

    private string File => Path.Combine(_shell.Folder, "config", "portalctl", "contexts.json");

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Login_TokenFromInput_IsStoredForItsOwnerAloneAndUsed()
    {
        _shell.Input = "kp_of_ada\n";

        var login = await _shell.RunAsync("login", "https://portal.test", "--token-stdin");
        var get = await _shell.RunAsync("get", "fleets");

        Assert.Equal((0, 0), (login.Code, get.Code));
        Assert.Contains("ada", login.Out);
        Assert.DoesNotContain("kp_of_ada", login.Out + login.Error);
        Assert.Equal("Bearer kp_of_ada", _shell.Portal.Requests[^1].Headers["Authorization"]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
    }

    [Fact]
    public async Task Login_RefusedToken_StoresNothing()
    {
        using var shell = new Shell();
        shell.Portal.On("GET /api/v1/me", "", HttpStatusCode.Unauthorized);
        shell.Input = "kp_old";

        var login = await shell.RunAsync("login", "https://portal.test", "--token-stdin");

        Assert.Equal(5, login.Code);
        Assert.Contains("Settings, API tokens", login.Error);
        Assert.False(Directory.Exists(Path.Combine(shell.Folder, "config")));
    }

    [Fact]
    public async Task Login_WithoutTerminalOrPipe_SaysHow()
    {
        var login = await _shell.RunAsync("login", "https://portal.test");

        Assert.Equal(2, login.Code);
        Assert.Contains("--token-stdin", login.Error);
    }

    [Theory]
    [InlineData("http://portal.test")]
    [InlineData("ftp://portal.test")]
    [InlineData("https://ada:secret@portal.test")]
    [InlineData("portal.test")]
    public async Task Login_AddressThatWouldLeakTheToken_IsRefused(string url)
    {
        _shell.Input = "kp_of_ada";

        var login = await _shell.RunAsync("login", url, "--token-stdin");

        Assert.Equal(2, login.Code);
        Assert.Empty(_shell.Portal.Requests);
    }

    [Fact]
    public async Task Context_FileThatOthersRead_IsNotUsed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are of Unix.");
        _shell.Input = "kp_of_ada";
        await _shell.RunAsync("login", "https://portal.test", "--token-stdin");
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        }

        var get = await _shell.RunAsync("get", "fleets");

        Assert.Equal(2, get.Code);
        Assert.Contains("chmod 600", get.Error);
    }

    [Fact]
    public async Task Context_UrlOfTheEnvironmentAlone_NeverGetsAStoredToken()
    {
        _shell.Input = "kp_of_ada";
        await _shell.RunAsync("login", "https://portal.test", "--token-stdin");
        _shell.Environment["PORTAL_URL"] = "https://elsewhere.test";

        var get = await _shell.RunAsync("get", "fleets");

        Assert.Equal(5, get.Code);
        Assert.DoesNotContain(_shell.Portal.Requests, asked => asked.Authority == "elsewhere.test");
    }

    [Fact]
    public async Task Contexts_Several_AreListedChosenAndForgotten()
    {
        _shell.Input = "kp_of_ada";
        await _shell.RunAsync("login", "https://portal.test", "--token-stdin", "--context", "work");
        await _shell.RunAsync("login", "https://other.test", "--token-stdin", "--context", "home");

        await _shell.RunAsync("get", "fleets", "--context", "work");
        Assert.Equal("portal.test", _shell.Portal.Requests[^1].Authority);
        await _shell.RunAsync("get", "fleets");
        Assert.Equal("other.test", _shell.Portal.Requests[^1].Authority);
        await _shell.RunAsync("use", "work");
        await _shell.RunAsync("logout", "--context", "home");
        var list = await _shell.RunAsync("contexts");

        Assert.Contains("work", list.Out);
        Assert.DoesNotContain("home", list.Out);
        Assert.DoesNotContain("kp_of_ada", list.Out);
    }
}

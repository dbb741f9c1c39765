using System.Net;
using Portal.Ctl.Tests.Testing;

namespace Portal.Ctl.Tests.Commands;

public sealed class GetTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Get_SeveralPages_ShowsEveryRow()
    {
        _shell.Portal
            .On("GET /api/v1/operations?take=200", """{"items":[{"id":"1","kind":"cluster.join","state":"Failed"}],"total":null,"next":"cursor/1"}""")
            .On("GET /api/v1/operations?take=200&after=cursor%2F1", """{"items":[{"id":"2","kind":"cluster.leave","state":"Succeeded"}],"total":null,"next":null}""");

        var get = await _shell.RunAsync("get", "ops");

        Assert.Equal(0, get.Code);
        var lines = get.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("ID", lines[0]);
        Assert.Equal(["2", "cluster.leave", "-", "-", "Succeeded", "-", "-", "-", "-"], lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain('\u001b', get.Out);
    }

    [Fact]
    public async Task Get_OneByName_IsReadByItsId()
    {
        _shell.Portal
            .On("GET /api/v1/fleets?take=500", """{"items":[{"id":"f1","name":"edge"},{"id":"f2","name":"core"}],"total":2,"next":null}""")
            .On("GET /api/v1/fleets/f2", """{"id":"f2","name":"core","description":"line one\nline two\n","byState":{}}""");

        var yaml = await _shell.RunAsync("get", "fleet", "core", "-o", "yaml");
        var json = await _shell.RunAsync("get", "fleet", "core", "-o", "json");

        Assert.Equal("id: f2\nname: core\ndescription: |\n  line one\n  line two\nbyState: {}\n", yaml.Out.ReplaceLineEndings("\n"));
        Assert.Contains("\"name\": \"core\"", json.Out);
    }

    [Fact]
    public async Task Get_UnknownName_Ends4()
    {
        _shell.Portal.On("GET /api/v1/fleets?take=500", """{"items":[],"total":0,"next":null}""");

        var get = await _shell.RunAsync("get", "fleet", "nowhere");

        Assert.Equal(4, get.Code);
        Assert.Contains("There is no fleet \"nowhere\"", get.Error);
    }

    [Fact]
    public async Task Get_UnknownKindOrOption_Ends2()
    {
        Assert.Equal(2, (await _shell.RunAsync("get", "unicorns")).Code);
        Assert.Equal(2, (await _shell.RunAsync("get", "fleets", "-o", "xml")).Code);
        Assert.Equal(2, (await _shell.RunAsync("get")).Code);
        Assert.Equal(2, (await _shell.RunAsync("nothing")).Code);
        Assert.Empty(_shell.Portal.Requests);
    }

    [Fact]
    public async Task Get_RefusedByThePortal_TellsThingCauseAndRemedy()
    {
        _shell.Portal.On(
            "GET /api/v1/users?take=100",
            """{"title":"You may not list accounts","detail":"It takes the role Admin.","remedy":"Ask an admin.","reference":"abc"}""", HttpStatusCode.Forbidden);

        var get = await _shell.RunAsync("get", "users");

        Assert.Equal(5, get.Code);
        Assert.Contains("You may not list accounts", get.Error);
        Assert.Contains("It takes the role Admin.", get.Error);
        Assert.Contains("Ask an admin.", get.Error);
        Assert.Contains("abc", get.Error);
    }

    [Fact]
    public async Task Get_NamesThatWouldDriveTheTerminal_AreShownAsText()
    {
        _shell.Portal.On("GET /api/v1/fleets?take=500", """{"items":[{"id":"f","name":"a\u001b[2Jb","teamName":"[red]x","description":"x\u202egnp"}],"total":1,"next":null}""");

        var get = await _shell.RunAsync("get", "fleets");

        Assert.DoesNotContain('\u001b', get.Out);
        Assert.DoesNotContain('\u202e', get.Out);
        Assert.Contains("[red]x", get.Out);
    }

    [Fact]
    public async Task Completion_AsksTheToolItself()
    {
        Assert.Contains("complete -o default -F _portalctl portalctl", (await _shell.RunAsync("completion", "bash")).Out);
        Assert.Contains("#compdef portalctl", (await _shell.RunAsync("completion", "zsh")).Out);
        Assert.Contains("complete -c portalctl", (await _shell.RunAsync("completion", "fish")).Out);
        var kinds = await _shell.RunAsync("[suggest:17]", "portalctl get flee");
        Assert.Contains("fleets", kinds.Out);
    }
}

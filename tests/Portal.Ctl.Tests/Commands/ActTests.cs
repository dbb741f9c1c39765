using Portal.Ctl.Tests.Testing;

namespace Portal.Ctl.Tests.Commands;

/// <summary>Commands that change something.</summary>
public sealed class ActTests : IDisposable
{
    private const string Fleets = """{"items":[{"id":"f1","name":"edge"}],"total":1,"next":null}""";
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Succeeded", 0)]
    [InlineData("Failed", 1)]
    public async Task Logs_FollowsToTheEnd_AndTellsTheOutcome(string state, int code)
    {
        _shell.Portal.On(
            "GET /api/v1/operations/o1/events",
            $$"""
            event: operation
            data: {"summary":{"state":"Running","errorWhat":null},"steps":[{"ordinal":1,"name":"helm"}]}

            event: log
            id: 7
            data: {"sequence":7,"step":1,"at":"2026-01-02T03:04:05Z","level":"Warning","text":"slow\u001b[0m"}

            event: operation
            data: {"summary":{"state":"{{state}}","errorWhat":"It broke"},"steps":[],"errorWhy":"No room","errorRemedy":"Add a node"}


            """.ReplaceLineEndings("\n"), type: "text/event-stream");

        var logs = await _shell.RunAsync("logs", "o1");

        Assert.Equal(code, logs.Code);
        Assert.Equal("03:04:05 [helm] WARNING slow\ufffd[0m", logs.Out.Trim());
        Assert.Equal(code == 1, logs.Error.Contains("Add a node", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Install_WithoutYes_ShowsThePlanAndChangesNothing()
    {
        Plan();

        var install = await _shell.RunAsync("install", "volcano", "--cluster", "member1");

        Assert.Equal(0, install.Code);
        Assert.Contains("volcano", install.Out);
        Assert.Contains("Add --yes", install.Out);
        Assert.DoesNotContain(_shell.Portal.Requests, asked => asked.Request.EndsWith("/apply", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Install_WithYes_AppliesThePlanOnceUnderAKey()
    {
        Plan();
        _shell.Portal.On("POST /api/v1/component-plans/p1/apply", """{"operationId":"o9"}""", System.Net.HttpStatusCode.Accepted);

        var install = await _shell.RunAsync("install", "volcano", "--cluster", "member1", "--yes");

        Assert.Equal(0, install.Code);
        Assert.Contains("operation o9", install.Out);
        var apply = _shell.Portal.Requests[^1];
        Assert.NotEmpty(apply.Headers["Idempotency-Key"]);
        Assert.Equal("""{"items":[{"component":"volcano","clusterIds":["c1"]}]}""", _shell.Portal.Requests.Single(asked => asked.Request == "POST /api/v1/component-plans").Body);
    }

    [Fact]
    public async Task Join_WithoutKubeconfig_PrintsTheCommandAlone()
    {
        _shell.Portal.On("GET /api/v1/fleets?take=500", Fleets)
            .On("POST /api/v1/join/commands", """{"clusterId":"c1","command":"curl … | sh","expiresAt":"2026-01-01T00:00:00Z"}""", System.Net.HttpStatusCode.Created);

        var join = await _shell.RunAsync("join", "member1", "--fleet", "edge", "--label", "tier=gold");

        Assert.Equal(0, join.Code);
        Assert.Equal("curl … | sh", join.Out.Trim());
        Assert.Contains("\"labels\":{\"tier\":\"gold\"}", _shell.Portal.Requests[^1].Body);
    }

    [Fact]
    public async Task Join_KubeconfigFromInput_UsesItsCurrentContext()
    {
        _shell.Input = "apiVersion: v1";
        _shell.Portal.On("GET /api/v1/fleets?take=500", Fleets)
            .On("POST /api/v1/join/contexts", """{"items":[{"name":"a","isCurrent":false},{"name":"b","isCurrent":true}]}""")
            .On("POST /api/v1/join", """{"clusterId":"c1","operationId":"o1","clusterName":"member1"}""", System.Net.HttpStatusCode.Accepted);

        var join = await _shell.RunAsync("join", "member1", "--fleet", "edge", "--kubeconfig", "-");

        Assert.Equal(0, join.Code);
        Assert.Contains("\"context\":\"b\"", _shell.Portal.Requests[^1].Body);
        Assert.DoesNotContain("apiVersion", join.Out + join.Error);
    }

    [Fact]
    public async Task Kubeconfig_IsPrinted_OrWrittenForItsOwnerAlone()
    {
        _shell.Portal.On("GET /api/v1/clusters?search=member1&take=500", """{"items":[{"id":"c1","name":"member1"}],"total":1,"next":null}""")
            .On("POST /api/v1/clusters/c1/kubeconfig", """{"summary":{"expiresAt":"2026-01-01T00:00:00Z"},"kubeconfig":"apiVersion: v1\n"}""");
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.yaml");
        try
        {
            var printed = await _shell.RunAsync("kubeconfig", "member1");
            var written = await _shell.RunAsync("kubeconfig", "member1", "--minutes", "30", "--out", file);

            Assert.Equal((0, "apiVersion: v1"), (printed.Code, printed.Out.Trim()));
            Assert.Equal((0, ""), (written.Code, written.Out.Trim()));
            Assert.Equal("apiVersion: v1\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            Assert.Equal("""{"minutes":30}""", _shell.Portal.Requests[^1].Body);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Delete_WithoutTerminalOrYes_ChangesNothing()
    {
        _shell.Portal.On("GET /api/v1/fleets?take=500", Fleets).On("DELETE /api/v1/fleets/f1", "", System.Net.HttpStatusCode.NoContent);

        var without = await _shell.RunAsync("delete", "fleet", "edge");
        var with = await _shell.RunAsync("delete", "fleet", "edge", "--yes");

        Assert.Equal((2, 0), (without.Code, with.Code));
        Assert.Single(_shell.Portal.Requests, asked => asked.Request.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Delete_AtATerminal_AsksFirst()
    {
        using var shell = new Shell { IsInteractive = true, Input = "n\n" };
        shell.Portal.On("GET /api/v1/fleets?take=500", Fleets);

        var delete = await shell.RunAsync("delete", "fleet", "edge");

        Assert.Equal(0, delete.Code);
        Assert.Contains("Nothing was changed", delete.Out);
    }

    private void Plan() => _shell.Portal
        .On("GET /api/v1/clusters/by-name/member1", """{"summary":{"id":"c1","name":"member1"}}""")
        .On("POST /api/v1/component-plans", """{"id":"p1","state":"Checking"}""", System.Net.HttpStatusCode.Created)
        .On("GET /api/v1/component-plans/p1", """
            {"id":"p1","state":"Ready","refusals":[],"changes":[{"change":{"clusterName":"member1","component":"volcano","kind":"Install","fromVersion":null,"toVersion":"1.15.1","reason":"asked for"},
            "manifest":{"created":12,"changed":0,"removed":0}}]}
            """);
}

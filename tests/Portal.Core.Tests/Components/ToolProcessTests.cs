using Microsoft.Extensions.Time.Testing;
using Portal.Core.Components.Helm;

namespace Portal.Core.Tests.Components;

public sealed class ToolProcessTests
{
    [Theory]
    [InlineData("$(id)")]
    [InlineData("`id`")]
    [InlineData("; id")]
    [InlineData("a\nid")]
    [InlineData("' \" \\ $HOME *")]
    [InlineData("-n --post-renderer=/bin/sh")]
    [Trait("Attack", "17")]
    public async Task Argument_OfShellSigns_ArrivesAsItIs(string argument)
    {
        using var workspace = HelmWorkspace.OnDisk();
        var call = new ToolCall("printf", "/usr/bin/printf", ["%s|", "first", argument], workspace, new Dictionary<string, string?>(), null, TimeSpan.FromMinutes(1));

        var outcome = await new ToolProcess(new FakeTimeProvider()).RunAsync(call, TestContext.Current.CancellationToken);

        Assert.Equal($"first|{argument}|", outcome.Output.TrimEnd('\n').ReplaceLineEndings("\n"));
    }

    [Fact]
    [Trait("Attack", "3")]
    public async Task Environment_OfThePortal_IsNotTheChilds()
    {
        Environment.SetEnvironmentVariable("PORTAL_TEST_CANARY", "c4n4ry");
        using var workspace = HelmWorkspace.OnDisk();
        var call = new ToolCall("env", "/usr/bin/env", [], workspace, new Dictionary<string, string?>(), null, TimeSpan.FromMinutes(1));

        var outcome = await new ToolProcess(new FakeTimeProvider()).RunAsync(call, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("c4n4ry", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"HOME={workspace.Folder}", outcome.Output, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Fleets;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Ctl;

public sealed class CommandTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    [Fact]
    public async Task Get_EveryKind_IsServedByThePortal()
    {
        using var ctl = await CommandLine.OfAsync(fixture.Host, PortalRole.Admin);
        foreach (var kind in Portal.Ctl.Kinds.ResourceKinds.All)
        {
            var table = await ctl.DoAsync("get", kind.Name);
            Assert.StartsWith(kind.Columns[0].Title, table);
            using var json = JsonDocument.Parse(await ctl.DoAsync("get", kind.Name, "-o", "json"));
            Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("items").ValueKind);
        }
    }

    [Fact]
    public async Task Join_ThenGetThenDelete_WorksByName()
    {
        await fixture.Host.Services.GetRequiredService<IFleets>().CreateAsync(new FleetRequest("by-hand", "", null), Actor.Portal, TestContext.Current.CancellationToken);
        using var ctl = await CommandLine.OfAsync(fixture.Host, PortalRole.Operator);

        var command = await ctl.DoAsync("join", "hand-1", "--fleet", "by-hand", "--region", "north");
        var cluster = await ctl.DoAsync("get", "cluster", "hand-1", "-o", "yaml");
        var refused = await ctl.RunAsync("", "delete", "fleet", "by-hand", "--yes");
        var unknown = await ctl.RunAsync("", "get", "cluster", "hand-2", "-o", "json");

        Assert.Contains("curl", command);
        Assert.Contains("region: north", cluster);
        Assert.Equal(1, refused.Code);
        Assert.Contains("do:", refused.Error);
        Assert.Equal(4, unknown.Code);
    }

    [Fact]
    public async Task Token_OfAViewer_MayNotDelete()
    {
        using var ctl = await CommandLine.OfAsync(fixture.Host, PortalRole.Viewer);
        await fixture.Host.Services.GetRequiredService<IFleets>().CreateAsync(new FleetRequest("kept", "", null), Actor.Portal, TestContext.Current.CancellationToken);

        var outcome = await ctl.RunAsync("", "delete", "fleet", "kept", "--yes");

        Assert.Equal(5, outcome.Code);
    }
}

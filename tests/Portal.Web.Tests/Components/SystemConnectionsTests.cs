using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Events;
using Portal.Core.Problems;
using Portal.Web.Components;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Components;

public sealed class SystemConnectionsTests : PageTest
{
    private static readonly Guid System = Guid.CreateVersion7();
    private static readonly ConnectedCluster One = new(Guid.CreateVersion7(), "member1", "member");
    private static readonly ConnectedCluster Two = new(Guid.CreateVersion7(), "member2", "member");

    private readonly FakeSystemConnections _connections = new();

    public SystemConnectionsTests() => Services.AddSingleton<ISystemConnections>(_connections);

    [Fact]
    public void Matrix_ShowsEachWayInWordsWithItsLatencyAndAge()
    {
        _connections.View = View(
            new ConnectionView(One.Id, Two.Id, SystemConnectionState.Connected, "", 1.5, Sample.Now.AddMinutes(-2)),
            new ConnectionView(Two.Id, One.Id, SystemConnectionState.Unknown, "Cluster member2 did not answer.", null, null));

        var matrix = Open();

        var cells = matrix.FindAll("tbody td");
        Assert.Equal(4, cells.Count);
        Assert.Equal("·", cells[0].TextContent.Trim());
        Assert.Contains("Connected", Text(cells[1]), StringComparison.Ordinal);
        Assert.Contains($"{1.5.ToString("0.#", CultureInfo.CurrentCulture)} ms", Text(cells[1]), StringComparison.Ordinal);
        Assert.NotNull(cells[1].QuerySelector("time.age"));
        Assert.Contains("never seen", Text(cells[2]), StringComparison.Ordinal);
        Assert.Contains("Cluster member2 did not answer.", Text(cells[2]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SystemConnectionState.Unknown)]
    [InlineData(SystemConnectionState.Prepared)]
    [InlineData(SystemConnectionState.Connecting)]
    [InlineData(SystemConnectionState.Failed)]
    [InlineData(SystemConnectionState.Missing)]
    public void Way_ThatNobodyHasSeenWorking_IsNeverGreen(SystemConnectionState state)
    {
        _connections.View = View(new ConnectionView(One.Id, Two.Id, state, "", null, null));

        Assert.Empty(Open().FindAll(".status.good"));
    }

    [Fact]
    public void Matrix_IsReadAgainWhenTheWaysWereLookedAt()
    {
        _connections.View = View(new ConnectionView(One.Id, Two.Id, SystemConnectionState.Connecting, "", null, Sample.Now));
        var matrix = Open();
        _connections.View = View(new ConnectionView(One.Id, Two.Id, SystemConnectionState.Connected, "", null, Sample.Now));

        Publish(Topics.SystemConnections, System);

        matrix.WaitForAssertion(() => Assert.Single(matrix.FindAll(".status.good")));
    }

    [Fact]
    public void SystemWithoutConnections_SaysSo_AndAProblemIsShown()
    {
        Assert.Contains("connects no clusters", Open().Markup, StringComparison.Ordinal);

        _connections.ReadFault = ProblemException.NotFound("The system does not exist");
        Assert.Contains("The system does not exist", Open().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Matrix_SpeaksChinese()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        _connections.View = View(new ConnectionView(One.Id, Two.Id, SystemConnectionState.Missing, "member1 has no gateway.", null, Sample.Now));

        var matrix = Open();

        Assert.Contains("未连接", matrix.Markup, StringComparison.Ordinal);
        Assert.Contains("member1 没有网关。", matrix.Markup, StringComparison.Ordinal);
    }

    private static SystemConnectionsView View(params ConnectionView[] ways) => new([One, Two], ways);

    private IRenderedComponent<SystemConnections> Open()
    {
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        return Render<SystemConnections>(parameters => parameters.Add(matrix => matrix.SystemId, System));
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using ClusterSim.Hosting;
using Microsoft.Extensions.Options;
using Portal.Core.Components.Helm;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Testing.Kubernetes;

namespace Portal.IntegrationTests.Kubernetes;

/// <summary>The way of helm and kubectl to a member: they resolve nothing themselves, and reach nothing else.</summary>
public sealed class EgressTunnelTests : IAsyncLifetime
{
    private static readonly HelmRelease Release = new("volcano", "volcano-system", "Volcano", "member1");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-tunnel-");
    private readonly HelmTool _tool = new(Options.Create(new ToolsOptions { Helm = KubernetesTools.Helm }), TimeProvider.System);
    private SimHost _sim = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sim = await SimHost.StartAsync(new SimOptions { Clusters = 1, Nodes = 3 }, Stop);

    public async ValueTask DisposeAsync()
    {
        await _sim.DisposeAsync();
        _tool.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Kubectl_ReachesAHostThatOnlyThePortalResolves()
    {
        await using var tunnel = EgressTunnel.Open(Guard("127.0.0.1"), Member().ApiServer, TimeProvider.System);
        var kubeconfig = Path.Combine(_folder.FullName, "config");
        await File.WriteAllTextAsync(kubeconfig, HelmKubeconfig.Write(Member(), tunnel.Host), Stop);

        var nodes = await Cli.Wrap(KubernetesTools.Kubectl)
            .WithArguments(["--kubeconfig", kubeconfig, "get", "nodes", "--output", "name"])
            .WithEnvironmentVariables(new Dictionary<string, string?> { ["HTTPS_PROXY"] = tunnel.Address.AbsoluteUri }).ExecuteBufferedAsync(Stop);

        Assert.Equal(3, nodes.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Null(tunnel.Fault);
    }

    [Fact]
    [Trait("Attack", "5")]
    public async Task Helm_NameThatResolvesElsewhereAfterTheCheck_IsRefusedAsUsual()
    {
        var answer = "127.0.0.1";
        var helm = Helm(new EgressGuard(
            Options.Create(new EgressOptions { AllowLoopback = true }), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answer)])));

        await helm.UninstallAsync(Release, Run(Member()), Stop);
        answer = "169.254.169.254";
        var problem = await Assert.ThrowsAsync<ProblemException>(() => helm.UninstallAsync(Release, Run(Member()), Stop));

        Assert.Equal((ProblemKind.Refused, "The portal does not connect to cluster member1"), (problem.Problem.Kind, problem.Problem.What));
        Assert.Contains("169.254.169.254 is refused, as it is a link-local address", problem.Problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Helm_NobodyListens_IsUnavailableAsUsual()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        var problem = await Assert.ThrowsAsync<ProblemException>(() => Helm(Guard("127.0.0.1")).UninstallAsync(Release, Run(Member(port)), Stop));

        Assert.Equal((ProblemKind.Unavailable, "Cluster member1 cannot be reached"), (problem.Problem.Kind, problem.Problem.What));
        Assert.Contains("connection refused", problem.Problem.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONNECT {server} HTTP/1.1\r\nHost: {server}\r\n\r\n", "407")]
    [InlineData("CONNECT {server} HTTP/1.1\r\nProxy-Authorization: Basic cG9ydGFsOmd1ZXNz\r\n\r\n", "407")]
    [InlineData("CONNECT 169.254.169.254:80 HTTP/1.1\r\nProxy-Authorization: {password}\r\n\r\n", "403")]
    [InlineData("CONNECT member1.invalid:1 HTTP/1.1\r\nProxy-Authorization: {password}\r\n\r\n", "403")]
    [InlineData("GET http://{server}/ HTTP/1.1\r\nProxy-Authorization: {password}\r\n\r\n", "400")]
    [InlineData("CONNECT {server} HTTP/1.1\r\nProxy-Authorization: {password}\r\n\r\nmore", "400")]
    [InlineData("CONNECT {server} HTTP/1.1\r\nProxy-Authorization: {password}\r\nX: {long}\r\n\r\n", "400")]
    [InlineData("CONNECT {server} HTTP/1.1\r\nProxy-Authorization: {password}\r\n\r\n", "200")]
    [Trait("Attack", "4")]
    public async Task Tunnel_AnswersNobodyButItsChildAndForNothingButItsServer(string request, string status)
    {
        await using var tunnel = EgressTunnel.Open(Guard("127.0.0.1"), Member().ApiServer, TimeProvider.System);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, tunnel.Address.Port, Stop);

        var answer = await AskAsync(client, request, tunnel);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    /// <summary>As helm does for a large chart: none of them is given back before the call is over.</summary>
    [Fact]
    public async Task Tunnel_AConnectionForEachOfManyObjects_ServesThemAll()
    {
        await using var tunnel = EgressTunnel.Open(Guard("127.0.0.1"), Member().ApiServer, TimeProvider.System);
        var clients = Enumerable.Range(0, 400).Select(_ => new TcpClient()).ToList();
        try
        {
            foreach (var client in clients)
            {
                await client.ConnectAsync(IPAddress.Loopback, tunnel.Address.Port, Stop);
                Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(client, "CONNECT {server} HTTP/1.1\r\nProxy-Authorization: {password}\r\n\r\n", tunnel), StringComparison.Ordinal);
            }
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task Tunnel_Disposed_CutsWhatIsOpenAndListensNoMore()
    {
        var tunnel = EgressTunnel.Open(Guard("127.0.0.1"), Member().ApiServer, TimeProvider.System);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, tunnel.Address.Port, Stop);
        await AskAsync(client, "CONNECT {server} HTTP/1.1\r\nProxy-Authorization: {password}\r\n\r\n", tunnel);

        await tunnel.DisposeAsync();

        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1], Stop));
        using var late = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(async () => await late.ConnectAsync(IPAddress.Loopback, tunnel.Address.Port, Stop));
    }

    private static EgressGuard Guard(string address) => new(
        Options.Create(new EgressOptions { AllowLoopback = true }), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));

    private HelmCli Helm(EgressGuard guard) => new(new HelmProcess(_tool, guard, TimeProvider.System));

    private static HelmRun Run(ClusterAccess member) => new(member, _ => { }, TimeSpan.FromMinutes(1));

    private ClusterAccess Member(int? port = null) => new(
        new Uri($"https://member1.invalid:{port ?? _sim.BaseUri.Port}/clusters/sim-0"), _sim.CaPem, _sim.Cluster("sim-0").Profile.AdminToken)
    {
        ClusterName = "member1",
        TlsServerName = "localhost",
    };

    private async Task<string> AskAsync(TcpClient client, string request, EgressTunnel tunnel)
    {
        var text = request
            .Replace("{server}", $"member1.invalid:{_sim.BaseUri.Port}", StringComparison.Ordinal)
            .Replace("{password}", $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes(tunnel.Address.UserInfo))}", StringComparison.Ordinal)
            .Replace("{long}", new string('x', 9000), StringComparison.Ordinal);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Stop);
        var buffer = new byte[512];
        return Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, Stop));
    }
}

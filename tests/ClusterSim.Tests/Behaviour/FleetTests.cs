using ClusterSim.Hosting;

namespace ClusterSim.Tests.Behaviour;

public sealed class FleetTests(ITestOutputHelper output)
{
    private const int Clusters = 5000;

    [Fact]
    public async Task FiveThousandClusters_CostLittleUntilTheyAreUsed()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await using var host = await SimHost.StartAsync(new SimOptions { Clusters = Clusters }, TestContext.Current.CancellationToken);
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / Clusters;
        using var last = new ClusterClient(host, $"sim-{Clusters - 1}", SimClients.Http(host, $"sim-{Clusters - 1}"));
        var (_, nodes) = await last.GetAsync("api/v1/nodes");

        output.WriteLine($"{each:0.0} kB a cluster");
        Console.WriteLine($"simulator: {each:0.0} kB a cluster until used");
        Assert.NotEmpty(nodes["items"]!.AsArray());
        Assert.Single(host.Clusters, c => c.Used);
        Assert.InRange(each, 0, 300);
    }
}

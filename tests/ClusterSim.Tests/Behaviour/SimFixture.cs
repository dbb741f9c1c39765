using ClusterSim.Hosting;

namespace ClusterSim.Tests.Behaviour;

/// <summary>One simulator for the tests of a class; each test takes a cluster of its own.</summary>
public sealed class SimFixture : IAsyncLifetime
{
    private int _clusters;

    internal SimHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Host = await SimHost.StartAsync(new SimOptions { Clusters = 0, Version = "v1.33.4", Nodes = 2, PodStart = TimeSpan.FromMilliseconds(50) }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    internal ClusterClient NewCluster()
    {
        var name = $"own-{Interlocked.Increment(ref _clusters)}";
        Host.AddCluster(name);
        return new ClusterClient(Host, name, SimClients.Http(Host, name));
    }
}

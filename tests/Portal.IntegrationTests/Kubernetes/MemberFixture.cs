using System.Security.Cryptography;
using ClusterSim.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Secrets;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Kubernetes;

/// <summary>Core's services over a database of the class's own and simulated clusters.</summary>
public class MemberFixture : IAsyncLifetime
{
    private string _connectionString = "";
    private ServiceProvider? _services;
    private SimHost? _sim;
    private Guid _fleetId;

    /// <summary>How long a cluster may take to answer.</summary>
    protected virtual TimeSpan RequestTimeout => TimeSpan.FromSeconds(5);

    public SimHost Sim => _sim!;

    public IServiceProvider Services => _services!;

    public IClusterConnections Connections => Services.GetRequiredService<IClusterConnections>();

    public async ValueTask InitializeAsync()
    {
        _sim = await SimHost.StartAsync(new SimOptions { Clusters = 0, Version = "v1.35.2", Nodes = 3, KeepBodies = true });
        _connectionString = await PortalDatabases.CreateAsync();
        _services = BuildServices(_connectionString, new Dictionary<string, string?>
        {
            ["Egress:AllowLoopback"] = "true",
            ["Kubernetes:RequestTimeout"] = RequestTimeout.ToString(),
            ["Kubernetes:RecheckAfter"] = "00:00:00",
            ["Secrets:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        });
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var fleet = Estate.Fleet("members");
        db.Fleets.Add(fleet);
        await db.SaveChangesAsync();
        _fleetId = fleet.Id;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _services!.DisposeAsync();
        await _sim!.DisposeAsync();
        await PortalDatabases.DropAsync(_connectionString);
    }

    public static ServiceProvider BuildServices(string connectionString, IReadOnlyDictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings)
            .AddInMemoryCollection([new(DataServices.ConnectionStringKey, connectionString)])
            .Build();
        return new ServiceCollection().AddLogging().AddPortalData(configuration).AddSecrets(configuration).AddKubernetes(configuration).BuildServiceProvider();
    }

    /// <summary>The admin's kubeconfig of a new simulated cluster, screened.</summary>
    public ScreenedKubeconfig AddToSim(string name)
    {
        Sim.AddCluster(name);
        return Services.GetRequiredService<KubeconfigScreening>().Screen(Sim.Kubeconfig(name), "");
    }

    /// <summary>A new simulated cluster that the portal has joined, under its admin's token.</summary>
    public async Task<Guid> AddMemberAsync(string name, Guid? id = null)
    {
        var kubeconfig = AddToSim(name);
        var cluster = new Cluster
        {
            Id = id ?? Guid.CreateVersion7(),
            Name = name,
            FleetId = _fleetId,
            ApiServer = kubeconfig.ApiServer.AbsoluteUri.TrimEnd('/'),
            CertificateAuthority = kubeconfig.CertificateAuthority,
            CreatedAt = DateTimeOffset.UnixEpoch,
            CreatedBy = "test",
        };
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        db.Clusters.Add(cluster);
        db.ClusterCredentials.Add(new ClusterCredential
        {
            ClusterId = cluster.Id,
            ProtectedToken = Services.GetRequiredService<SecretProtector>().Protect(SecretProtector.ClusterToken, kubeconfig.Token!),
            IssuedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(100),
            RenewAt = DateTimeOffset.UnixEpoch.AddYears(100),
        });
        await db.SaveChangesAsync();
        return cluster.Id;
    }
}

using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Events;
using Portal.Core.Fleets;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Secrets;
using Portal.Testing.Data;
using Portal.Testing.Kubernetes;

namespace Portal.Benchmarks.Running;

/// <summary>A database of one benchmark on the run's throw-away PostgreSQL, and the product's services over it.</summary>
internal sealed class Estate : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Estate(string connectionString, Dictionary<string, string?> settings)
    {
        ConnectionString = connectionString;
        Settings = settings;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings)
            .AddInMemoryCollection([new(DataServices.ConnectionStringKey, connectionString)])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPortalData(configuration);
        services.AddSecrets(configuration);
        services.AddKubernetes(configuration);
        services.AddEvents();
        services.AddOperations();
        services.AddFleets();
        services.AddClusters();
        _services = services.BuildServiceProvider();
    }

    public static Actor Viewer { get; } = new(Guid.CreateVersion7(), "bench", new HashSet<PortalRole> { PortalRole.Viewer });

    public string ConnectionString { get; }

    /// <summary>Under which a worker or a portal can read what this one wrote.</summary>
    public Dictionary<string, string?> Settings { get; }

    public NpgsqlDataSource DataSource => Get<NpgsqlDataSource>();

    public static async Task<Estate> CreateAsync() => new(await PortalDatabases.CreateAsync(), new Dictionary<string, string?>
    {
        ["Secrets:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        ["Egress:AllowLoopback"] = "true",
        ["Tools:Helm"] = KubernetesTools.Helm,
        ["Tools:Kubectl"] = KubernetesTools.Kubectl,
    });

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Fills the database as if so many clusters had joined and been looked at.</summary>
    /// <param name="address">Where each is, by its index; null leaves them without a credential.</param>
    public async Task SeedAsync(int count, Func<int, MemberAddress>? address = null)
    {
        await using var db = await Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();
        Fleet[] fleets = [.. EstateRows.Fleets()];
        db.AddRange(fleets);
        var protector = Get<SecretProtector>();
        for (var index = 0; index < count; index++)
        {
            var cluster = EstateRows.Cluster(index, fleets[index % fleets.Length].Id);
            db.Add(cluster);
            if (address?.Invoke(index) is { } member)
            {
                (cluster.ApiServer, cluster.CertificateAuthority) = (member.Server, member.Authority);
                db.Add(EstateRows.Credential(cluster.Id, protector.Protect(SecretProtector.ClusterToken, member.Token)));
            }
        }

        await db.SaveChangesAsync();
        await ExecuteAsync("VACUUM ANALYZE");
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await PortalDatabases.DropAsync(ConnectionString);
    }
}

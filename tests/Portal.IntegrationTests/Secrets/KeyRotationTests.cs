using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Secrets;
using Portal.IntegrationTests.Clusters;
using Portal.IntegrationTests.Kubernetes;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Secrets;

public sealed class KeyRotationTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private const string Token = "canary-token-of-a-cluster";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotate_NewMasterKey_OldOneOpensNothing()
    {
        using var old = new KeyFile();
        using var current = new KeyFile();
        Guid cluster;
        byte[] before;
        await using (var first = Services(old))
        {
            cluster = await StoreAsync(first);
            before = await ReadAsync(first, cluster);
        }

        await using (var rotating = Services(current, old))
        {
            var report = await rotating.GetRequiredService<IKeyRotation>().RotateAsync(Cancel);
            Assert.True(report.RingKeys > 0);
            Assert.Equal(1, report.Values);
        }

        await using var after = Services(current);
        var cipher = await ReadAsync(after, cluster);
        Assert.NotEqual(before, cipher);
        Assert.Equal(Token, Open(after, cipher));
        await using var stale = Services(old);
        Assert.ThrowsAny<CryptographicException>(() => Open(stale, cipher));
        Assert.ThrowsAny<CryptographicException>(() => Open(stale, before));
    }

    [Fact]
    public async Task Rotate_OtherProcessRuns_ReadsWhatTheNewKeyEncrypts()
    {
        using var key = new KeyFile();
        await using var database2 = new OwnDatabase();
        await database2.CreateAsync();
        await using var web = Services(key, null, database2.ConnectionString);
        await using var worker = Services(key, null, database2.ConnectionString);
        var cluster = await StoreAsync(web);
        Assert.Equal(Token, Open(worker, await ReadAsync(worker, cluster)));

        await web.GetRequiredService<IKeyRotation>().RotateAsync(Cancel);

        Assert.Equal(Token, Open(worker, await ReadAsync(worker, cluster)));
    }

    [Fact]
    public async Task Protect_Token_DatabaseHoldsNeitherItNorAKey()
    {
        using var key = new KeyFile();
        await using var own = new OwnDatabase();
        await own.CreateAsync();
        await using var services = Services(key, null, own.ConnectionString);
        var cluster = await StoreAsync(services);

        await using var scope = services.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<PortalDbContext>().DataProtectionKeys.Select(row => row.Xml!).ToListAsync(Cancel);

        Assert.NotEmpty(rows);
        Assert.All(rows, xml => Assert.Contains("masterKeyEncrypted", xml, StringComparison.Ordinal));
        Assert.All(rows, xml => Assert.DoesNotContain("unencrypted", xml, StringComparison.Ordinal));
        Assert.DoesNotContain("canary", System.Text.Encoding.Latin1.GetString(await ReadAsync(services, cluster)), StringComparison.Ordinal);
    }

    private ServiceProvider Services(KeyFile current, KeyFile? previous = null, string? connectionString = null) => MemberFixture.BuildServices(
        connectionString ?? database.ConnectionString,
        new Dictionary<string, string?>
        {
            ["Secrets:MasterKeyFile"] = current.Path,
            ["Secrets:PreviousMasterKeyFile"] = previous?.Path ?? "",
        });

    private static string Open(ServiceProvider services, byte[] cipher) =>
        services.GetRequiredService<SecretProtector>().Unprotect(SecretProtector.ClusterToken, cipher);

    private static async Task<Guid> StoreAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var fleet = Estate.Fleet($"fleet-{Guid.NewGuid():n}");
        var cluster = Estate.Cluster(1, fleet.Id);
        db.Add(fleet);
        db.Add(cluster);
        db.Add(new ClusterCredential
        {
            ClusterId = cluster.Id,
            ProtectedToken = services.GetRequiredService<SecretProtector>().Protect(SecretProtector.ClusterToken, Token),
            IssuedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch,
            RenewAt = DateTimeOffset.UnixEpoch,
        });
        await db.SaveChangesAsync(Cancel);
        return cluster.Id;
    }

    private static async Task<byte[]> ReadAsync(ServiceProvider services, Guid cluster)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PortalDbContext>().ClusterCredentials
            .Where(credential => credential.ClusterId == cluster).Select(credential => credential.ProtectedToken).SingleAsync(Cancel);
    }

    private sealed class KeyFile : IDisposable
    {
        public KeyFile() => File.WriteAllText(Path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }

    private sealed class OwnDatabase : IAsyncDisposable
    {
        public string ConnectionString { get; private set; } = "";

        public async Task CreateAsync() => ConnectionString = await PortalDatabases.CreateAsync(Cancel);

        public async ValueTask DisposeAsync() => await PortalDatabases.DropAsync(ConnectionString);
    }
}

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
    private static int _stored;

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
            var (wrapped, values) = await RotateAsync(rotating);
            Assert.Equal((1, 1), (wrapped, values));
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

        await RotateAsync(web);

        Assert.Equal(Token, Open(worker, await ReadAsync(worker, cluster)));
    }

    [Fact]
    public async Task Rotate_RunAgainAfterAStop_AddsOneKeyAndLosesNothing()
    {
        using var key = new KeyFile();
        await using var own = new OwnDatabase();
        await own.CreateAsync();
        await using var services = Services(key, null, own.ConnectionString);
        var cluster = await StoreAsync(services);
        var ring = services.GetRequiredService<KeyRing>();
        var begun = DateTimeOffset.UtcNow;

        var first = await ring.AddKeyAsync(begun, Cancel);
        var second = await ring.AddKeyAsync(begun, Cancel);
        await services.GetRequiredService<StoredSecrets>().ReencryptAsync(Cancel);
        Assert.Equal(1, await ring.RevokeOthersAsync(Cancel));
        Assert.Equal(0, await ring.RevokeOthersAsync(Cancel));

        Assert.Equal(first, second);
        Assert.Equal(Token, Open(services, await ReadAsync(services, cluster)));
    }

    [Fact]
    public async Task Rotate_ValueWrittenLateUnderARevokedKey_IsStillReadAndEncryptedAnew()
    {
        using var key = new KeyFile();
        await using var own = new OwnDatabase();
        await own.CreateAsync();
        await using var late = Services(key, null, own.ConnectionString);
        await using var services = Services(key, null, own.ConnectionString);
        await StoreAsync(late);
        await RotateAsync(services);

        // This process has not heard of it, and writes with the key that it knows.
        var cluster = await StoreAsync(late);

        Assert.Equal(Token, Open(services, await ReadAsync(services, cluster)));
        Assert.Equal(1, await services.GetRequiredService<StoredSecrets>().ReencryptAsync(Cancel));
        Assert.Equal(Token, Open(services, await ReadAsync(services, cluster)));
    }

    [Fact]
    [Trait("Attack", "1")]
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

    /// <summary>What the operation's steps do, in their order.</summary>
    private static async Task<(int Wrapped, int Values)> RotateAsync(ServiceProvider services)
    {
        var ring = services.GetRequiredService<KeyRing>();
        var wrapped = await ring.WrapAsync(Cancel);
        await ring.AddKeyAsync(DateTimeOffset.MaxValue, Cancel);
        var values = await services.GetRequiredService<StoredSecrets>().ReencryptAsync(Cancel);
        await ring.RevokeOthersAsync(Cancel);
        return (wrapped, values);
    }

    private static string Open(ServiceProvider services, byte[] cipher) =>
        services.GetRequiredService<SecretProtector>().Unprotect(SecretProtector.ClusterToken, cipher);

    private static async Task<Guid> StoreAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var fleet = Estate.Fleet($"fleet-{Guid.NewGuid():n}");
        var cluster = Estate.Cluster(Interlocked.Increment(ref _stored), fleet.Id);
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

    private sealed class OwnDatabase : IAsyncDisposable
    {
        public string ConnectionString { get; private set; } = "";

        public async Task CreateAsync() => ConnectionString = await PortalDatabases.CreateAsync(Cancel);

        public async ValueTask DisposeAsync() => await PortalDatabases.DropAsync(ConnectionString);
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Problems;
using Portal.Testing.Data;
using Portal.Testing.Jobs;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Secrets;

/// <summary>A wrong master key ends the start, before anything is written under it.</summary>
public sealed class MasterKeyStartTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WrongMasterKey_SaysWhichIsAskedForAndWhatToDo()
    {
        using var right = new KeyFile();
        using var wrong = new KeyFile();
        await using (var portal = await PortalHost.StartAsync(database.ConnectionString, Keys(right)))
        {
            using var browser = await portal.SignInAsync();
        }

        var before = await RingAsync();

        var web = await Assert.ThrowsAsync<ProblemException>(async () => await PortalHost.StartAsync(database.ConnectionString, Keys(wrong)));
        await using var worker = await StandaloneWorker.StartAsync(database.ConnectionString, Keys(wrong));
        var said = await worker.AwaitLineAsync("portal worker: ", TimeSpan.FromSeconds(60));

        Assert.Matches("is encrypted under the master key [0-9a-f]{16}, and Secrets__MasterKeyFile .* holds [0-9a-f]{16}", web.Problem.Why);
        Assert.Contains(wrong.Path, web.Problem.Why, StringComparison.Ordinal);
        Assert.Contains("Secrets__PreviousMasterKeyFile", web.Problem.Remedy, StringComparison.Ordinal);
        Assert.Contains(web.Problem.Why, said, StringComparison.Ordinal);
        Assert.Equal(before, await RingAsync());
        await using var again = await PortalHost.StartAsync(database.ConnectionString, Keys(right));
    }

    [Fact]
    public async Task Start_ChangedRing_SaysThatItIsDamaged()
    {
        using var key = new KeyFile();
        var own = await PortalDatabases.CreateAsync(Stop);
        await using (var portal = await PortalHost.StartAsync(own, Keys(key)))
        {
            using var browser = await portal.SignInAsync();
        }

        await using (var source = Npgsql.NpgsqlDataSource.Create(own))
        await using (var change = source.CreateCommand("UPDATE data_protection_keys SET xml = regexp_replace(xml, '<value>....', '<value>AAAA')"))
        {
            await change.ExecuteNonQueryAsync(Stop);
        }

        var problem = await Assert.ThrowsAsync<ProblemException>(async () => await PortalHost.StartAsync(own, Keys(key)));

        Assert.Contains("damaged", problem.Problem.Why, StringComparison.Ordinal);
        Assert.Contains("backup", problem.Problem.Remedy, StringComparison.Ordinal);
        await PortalDatabases.DropAsync(own);
    }

    private static Dictionary<string, string?> Keys(KeyFile key) => new() { ["Secrets:MasterKey"] = "", ["Secrets:MasterKeyFile"] = key.Path };

    private async Task<List<string?>> RingAsync()
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);
        return await db.DataProtectionKeys.OrderBy(row => row.Id).Select(row => row.Xml).ToListAsync(Stop);
    }
}

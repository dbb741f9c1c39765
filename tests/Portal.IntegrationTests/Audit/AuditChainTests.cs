using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Audit;

/// <summary>What the trail withstands, and what a check of it says.</summary>
public sealed class AuditChainTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>, IAsyncLifetime
{
    /// <summary>As one does who owns the server.</summary>
    private const string Anew = "SET session_replication_role = replica; DELETE FROM audit_links; DELETE FROM audit_entries";

    private readonly AuditChain _chain = new(database.Contexts, new AuditRecords(database.Contexts), TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await ExecuteAsync(Anew);
        for (var i = 0; i < 3; i++)
        {
            await RecordAsync(AuditActs.SignedIn, AuditKinds.Session);
        }

        Assert.Equal(3, (await _chain.LinkAsync(Stop)).Count);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("UPDATE audit_entries SET actor_name = 'nobody'")]
    [InlineData("DELETE FROM audit_entries")]
    [InlineData("TRUNCATE audit_entries")]
    [InlineData("DELETE FROM audit_entries_default")]
    [InlineData("TRUNCATE audit_entries_default")]
    [InlineData("UPDATE audit_links SET hash = ''")]
    [InlineData("DELETE FROM audit_links")]
    [InlineData("TRUNCATE audit_links")]
    [Trait("Attack", "30")]
    public async Task Trail_CanOnlyBeAddedTo(string sql)
    {
        // A row of a partition that is else empty: a trigger for each row must have one.
        await ExecuteAsync("INSERT INTO audit_entries (at, actor_name, act, kind, outcome) VALUES (now() - interval '9 years', '', 'Tried', 'request', 'Refused')");

        var error = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task WholeChain_IsSaidToBeWhole()
    {
        var found = await _chain.VerifyAsync(Actor.Portal, Stop);

        Assert.True(found.IsWhole, found.Fault);
        Assert.True(found.Links >= 3);
        Assert.Matches("^[0-9a-f]{64}$", found.Head);
    }

    [Theory]
    [InlineData("UPDATE audit_entries SET actor_name = 'eve' WHERE id = {0}", "Entry {0} of link {1} was changed.")]
    [InlineData("DELETE FROM audit_entries WHERE id = {0}", "Entry {0} of link {1} is missing.")]
    [InlineData("UPDATE audit_links SET hash = entry_hash WHERE entry_id = {0}", "Link {1} does not follow from the one before it.")]
    [InlineData("DELETE FROM audit_links WHERE entry_id = {0}", "Link {1} is missing.")]
    [Trait("Attack", "30")]
    public async Task TamperedWith_BehindThePortalsBack_IsFoundAndNamed(string tampering, string fault)
    {
        var (id, number) = await SecondLastAsync();

        await ExecuteAsync($"SET session_replication_role = replica; {string.Format(null, tampering, id)}");
        var found = await _chain.VerifyAsync(Actor.Portal, Stop);

        Assert.Equal(string.Format(null, fault, id, number), found.Fault);
        Assert.False(found.IsWhole);
    }

    [Fact]
    public async Task EntryThatNobodyLinks_IsCounted()
    {
        await ExecuteAsync("INSERT INTO audit_entries (at, actor_name, act, kind, outcome) VALUES (now() - interval '2 days', '', 'Tried', 'request', 'Refused')");

        Assert.False((await _chain.VerifyAsync(Actor.Portal, Stop)).IsWhole);
    }

    [Fact]
    public async Task Retention_DropsWholeMonths_AndTheChainStaysWhole()
    {
        await ExecuteAsync($"{Anew}; SELECT audit_prepare('2020-05-17')");
        await ExecuteAsync("INSERT INTO audit_entries (at, actor_name, act, kind, outcome) VALUES ('2020-05-31 23:59+00', 'old', 'Tried', 'request', 'Refused')");
        await _chain.LinkAsync(Stop);
        await RecordAsync(AuditActs.SignedIn, AuditKinds.Session);
        await _chain.LinkAsync(Stop);

        // More is asked for than is given.
        Assert.Equal("audit_entries_202005", await ScalarAsync("SELECT string_agg(name, ',') FROM audit_forget(now()) AS name"));
        Assert.Equal("Entry", (await _chain.VerifyAsync(Actor.Portal, Stop)).Fault?.Split(' ')[0]);
        await RecordAsync(AuditActs.Forgot, AuditKinds.Trail, "2020-06-01T00:00:00+00:00");

        var found = await _chain.VerifyAsync(Actor.Portal, Stop);
        Assert.True(found.IsWhole, found.Fault);
        Assert.Equal(1, found.Forgotten);
    }

    [Fact]
    public async Task Operation_ThatEnds_IsRecordedByWhomItWasAskedFor()
    {
        var id = Guid.CreateVersion7();
        await ExecuteAsync($"""
            INSERT INTO operations (id, kind, target_key, target_name, state, actor_id, actor_name, created_at, time_limit, attempt, lease_generation)
            VALUES ('{id}', 'cluster.leave', 'cluster/x', 'far', 'Running', '{Guid.CreateVersion7()}', 'ada', now(), interval '1 hour', 1, 0);
            UPDATE operations SET state = 'Failed', error_what = 'It failed', error_why = 'no way', ended_at = now() WHERE id = '{id}'
            """);

        await using var db = await database.Contexts.CreateDbContextAsync(Stop);
        var entry = await db.AuditEntries.SingleAsync(entry => entry.OperationId == id, Stop);
        Assert.Equal(("ada", "Ended", "far", "Failed", "It failed: no way"), (entry.ActorName, entry.Act, entry.ObjectName, entry.Outcome, entry.Detail));
    }

    [Fact]
    public async Task EveryTable_IsWatchedOrKnownNotToBe()
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);
        var watched = await db.Database.SqlQuery<string>($"SELECT DISTINCT event_object_table::text AS \"Value\" FROM information_schema.triggers WHERE trigger_name = 'audit'").ToListAsync(Stop);

        var unwatched = db.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct().Except(watched).Order(StringComparer.Ordinal);

        Assert.Equal(NoActs, unwatched);
    }

    /// <summary>What the portal writes for itself, or what repeats a row that is watched. Anything else needs the trigger: SELECT audit_watch('name').</summary>
    private static readonly string[] NoActs =
    [
        "application_clusters", "application_members", "application_objects", "application_preview_objects", "application_previews", "audit_entries", "audit_links",
        "cluster_discoveries", "cluster_health_events", "cluster_inventories", "cluster_request_events", "component_plan_objects", "component_plans", "component_revisions", "data_protection_keys",
        "discovered_releases", "idempotency_records", "notification_deliveries", "notification_messages", "operation_log", "operation_steps", "passkey_challenges", "profile_members", "release_drifts",
        "role_claims", "roles", "rollout_changes", "rollout_waves", "system_connections", "system_outputs", "system_steps", "team_namespace_events", "used_logout_tokens", "user_claims", "user_logins", "user_tokens",
    ];

    private Task RecordAsync(string act, string kind, string objectId = "") =>
        new AuditRecords(database.Contexts).AddAsync(act, kind, "", AuditOutcomes.Done, null, Stop, "ada", "", objectId, "", null);

    private async Task<(long EntryId, long Number)> SecondLastAsync()
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);
        var link = await db.AuditLinks.OrderByDescending(link => link.Number).Skip(1).FirstAsync(Stop);
        return (link.EntryId, link.Number);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Stop);
    }
}

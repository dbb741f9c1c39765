using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Data;
using Portal.Testing.Web;
using Portal.Web.Api;

namespace Portal.IntegrationTests.Secrets;

/// <summary>A rotation as an administrator starts it: by the API, run by the worker, recorded with the name.</summary>
public sealed class KeyRotationOperationTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private const string Token = "canary-token-of-a-cluster";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotate_ByAnAdministrator_IsRecordedRevokesTheOldKeysAndEndsSessions()
    {
        await using var portal = await PortalHost.StartAsync(database.ConnectionString, new Dictionary<string, string?> { ["Worker:Inside"] = "true" });
        using var browser = await portal.SignInAsync();
        using var script = await portal.ScriptAsync(PortalRole.Admin, "keeper");
        var protector = portal.Services.GetRequiredService<SecretProtector>();
        var cluster = await StoreAsync(protector.Protect(SecretProtector.ClusterToken, Token));

        using var answer = await script.PostAsync("/api/v1/keys/rotate", null, Stop);
        var started = await answer.Content.ReadFromJsonAsync<OperationStarted>(Stop);
        var ended = await EndAsync(script, started!.OperationId);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("\"state\":\"succeeded\"", ended, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"actorName\":\"keeper\"", ended, StringComparison.Ordinal);
        Assert.Contains("Credentials and values encrypted anew: 1", ended, StringComparison.Ordinal);
        var keys = await portal.Services.GetRequiredService<IKeyRotation>().ListAsync(Actor.Portal, Stop);
        Assert.Equal([RingKeyState.Current, RingKeyState.Revoked], keys.Select(key => key.State));
        Assert.Equal(Token, protector.Unprotect(SecretProtector.ClusterToken, await ReadAsync(cluster)));
        using var page = await browser.GetAsync("/fleets", Stop);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        using var again = await portal.SignInAsync();
    }

    [Fact]
    public async Task Rotate_ByAnOperator_IsRefused()
    {
        await using var portal = await PortalHost.StartAsync(database.ConnectionString);

        var problem = await Assert.ThrowsAsync<ProblemException>(() => portal.Services.GetRequiredService<IKeyRotation>().RotateAsync(Estate.Operator, Stop));

        Assert.Equal(ProblemKind.Forbidden, problem.Problem.Kind);
    }

    // Follows the operation's events, whose stream ends with it.
    private static async Task<string> EndAsync(HttpClient script, Guid operation)
    {
        await script.GetStringAsync($"/api/v1/operations/{operation}/events", Stop);
        return await script.GetStringAsync($"/api/v1/operations/{operation}", Stop);
    }

    private async Task<Guid> StoreAsync(byte[] cipher)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);
        var fleet = Estate.Fleet("rotated");
        var cluster = Estate.Cluster(1, fleet.Id);
        cluster.State = ClusterState.Joining;
        db.Add(fleet);
        db.Add(cluster);
        db.Add(new ClusterCredential
        {
            ClusterId = cluster.Id,
            ProtectedToken = cipher,
            IssuedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(100),
            RenewAt = DateTimeOffset.UnixEpoch.AddYears(100),
        });
        await db.SaveChangesAsync(Stop);
        return cluster.Id;
    }

    private async Task<byte[]> ReadAsync(Guid cluster)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);
        return await db.ClusterCredentials.Where(row => row.ClusterId == cluster).Select(row => row.ProtectedToken).SingleAsync(Stop);
    }
}

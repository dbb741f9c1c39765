using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Clusters;

/// <summary>
/// Renews the tokens of members at two thirds of their life, by the token itself. The old one goes on working until its
/// own end, so that a replica that still uses it meets no gap; a new one is stored once the member has taken it.
/// </summary>
internal sealed class TokenRenewal(
    NpgsqlDataSource dataSource,
    IDbContextFactory<PortalDbContext> contexts,
    IClusterConnections connections,
    MemberTokens tokens,
    TimeProvider clock,
    ILogger<TokenRenewal> logger) : IRecurringJob
{
    private const int Batch = 200;
    private const int Concurrency = 16;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await ClaimAsync(cancellationToken) is { Count: > 0 } due)
        {
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
                async (claim, token) => await RenewAsync(claim, token));
        }
    }

    private async Task RenewAsync(Claim claim, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var client = await connections.ConnectAsync(claim.ClusterId, either.Token);
            var token = await tokens.RequestAsync(client, either.Token);
            using (var fresh = connections.Connect(
                ClusterAccess.Stored(claim.ApiServer, claim.CertificateAuthority, claim.TlsServerName, token.Token)))
            {
                await MemberTokens.VerifyAsync(fresh, either.Token);
            }

            await tokens.StoreAsync(claim.ClusterId, token, cancellationToken);
            connections.Forget(claim.ClusterId);
            ClusterLog.Renewed(logger, claim.Name, token.ExpiresAt);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var why = Explain(exception, claim.Name);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await db.ClusterCredentials.Where(credential => credential.ClusterId == claim.ClusterId)
                .ExecuteUpdateAsync(row => row.SetProperty(credential => credential.RenewalProblem, why), cancellationToken);
            ClusterLog.RenewalFailed(logger, claim.Name, why);
        }
    }

    private static string Explain(Exception exception, string cluster)
    {
        var problem = exception is OperationCanceledException
            ? new Problem(ProblemKind.Unavailable, $"Cluster {cluster} gave no new token", $"It did not answer within {Deadline.TotalSeconds:0} seconds.", "It is tried again in 5 minutes.")
            : KubernetesFaults.Describe(exception, cluster).Problem;
        var text = $"{problem.What}: {problem.Why} {problem.Remedy}";
        return text.Length > 2000 ? text[..2000] : text;
    }

    // The claim moves the time of the next try, so that no two replicas renew the same token.
    private async Task<List<Claim>> ClaimAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = dataSource.CreateCommand(
            """
            WITH due AS (
                SELECT cluster_id FROM cluster_credentials WHERE renew_at <= @now
                ORDER BY renew_at LIMIT @count FOR UPDATE SKIP LOCKED)
            UPDATE cluster_credentials AS k SET renew_at = @retry FROM due, clusters AS c
            WHERE k.cluster_id = due.cluster_id AND c.id = due.cluster_id
            RETURNING c.id, c.name, c.api_server, c.certificate_authority, c.tls_server_name
            """);
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("retry", now + RetryAfter);
        command.Parameters.AddWithValue("count", Batch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Claim> claims = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            claims.Add(new Claim(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4)));
        }

        return claims;
    }

    private sealed record Claim(Guid ClusterId, string Name, string ApiServer, string CertificateAuthority, string TlsServerName);
}

using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Secrets;

namespace Portal.Core.Clusters;

/// <summary>Asks members for tokens of the portal's account, and keeps one a cluster, encrypted.</summary>
public sealed class MemberTokens(IDbContextFactory<PortalDbContext> contexts, SecretProtector protector, TimeProvider clock)
{
    /// <summary>TokenRequest: bounded in time, to the API server's own audience.</summary>
    public async Task<MemberToken> RequestAsync(IKubernetes client, CancellationToken cancellationToken)
    {
        var issued = clock.GetUtcNow();
        var request = new Authenticationv1TokenRequest
        {
            Spec = new V1TokenRequestSpec { Audiences = [], ExpirationSeconds = (long)MemberAccount.TokenLifetime.TotalSeconds },
        };
        var answer = await client.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            request, MemberAccount.Name, MemberAccount.Name, cancellationToken: cancellationToken);
        var expires = answer.Status.ExpirationTimestamp is { } end
            ? new DateTimeOffset(DateTime.SpecifyKind(end, DateTimeKind.Utc))
            : DateTimeOffset.MinValue;

        // By the member's clock; a member whose clock is behind must not make the portal renew without end.
        return expires > issued.AddMinutes(1) ? new MemberToken(answer.Status.Token, issued, expires) : MemberToken.Read(answer.Status.Token, issued);
    }

    /// <summary>Asks with the token itself who it is: throws when the member does not take it.</summary>
    public static async Task VerifyAsync(IKubernetes client, CancellationToken cancellationToken) =>
        await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
            new V1SelfSubjectAccessReview
            {
                Spec = new V1SelfSubjectAccessReviewSpec
                {
                    ResourceAttributes = new V1ResourceAttributes { Verb = "list", Resource = "nodes" },
                },
            },
            cancellationToken: cancellationToken);

    public async Task<bool> ExistsAsync(Guid clusterId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ClusterCredentials.AnyAsync(credential => credential.ClusterId == clusterId, cancellationToken);
    }

    /// <summary>Stores the first token, or puts this one in the place of the one before.</summary>
    public async Task StoreAsync(Guid clusterId, MemberToken token, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await StoreAsync(db, clusterId, token, cancellationToken);
    }

    /// <inheritdoc cref="StoreAsync(Guid, MemberToken, CancellationToken)"/>
    internal async Task StoreAsync(PortalDbContext db, Guid clusterId, MemberToken token, CancellationToken cancellationToken)
    {
        var cipher = protector.Protect(SecretProtector.ClusterToken, token.Token);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO cluster_credentials (cluster_id, protected_token, issued_at, expires_at, renew_at, renewal_problem)
            VALUES ({clusterId}, {cipher}, {token.IssuedAt}, {token.ExpiresAt}, {token.RenewAt}, '')
            ON CONFLICT (cluster_id) DO UPDATE SET
                protected_token = excluded.protected_token, issued_at = excluded.issued_at, expires_at = excluded.expires_at,
                renew_at = excluded.renew_at, renewal_problem = ''
            """,
            cancellationToken);
    }
}

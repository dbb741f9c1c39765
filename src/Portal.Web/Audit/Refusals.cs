using System.Threading.RateLimiting;
using Portal.Core.Access;
using Portal.Core.Audit;

namespace Portal.Web.Audit;

/// <summary>Within a bound: whoever is refused again and again must not fill the audit trail. What is over it is in the log, counted.</summary>
internal sealed partial class Refusals(IAuditRecords records, ILogger<Refusals> logger) : IRefusals, IDisposable
{
    private readonly PartitionedRateLimiter<Guid> _limits = PartitionedRateLimiter.Create<Guid, Guid>(id => RateLimitPartition.GetTokenBucketLimiter(id, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = 30,
        TokensPerPeriod = 10,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
    }));

    public async Task AddAsync(Actor actor, string what, CancellationToken cancellationToken)
    {
        using var turn = _limits.AttemptAcquire(actor.Id);
        if (turn.IsAcquired)
        {
            await records.AddAsync(AuditActs.Tried, AuditKinds.Request, what, AuditOutcomes.Refused, actor, cancellationToken);
        }
        else
        {
            LogMore(actor.Id);
        }
    }

    public void Dispose() => _limits.Dispose();

    [LoggerMessage(LogLevel.Warning, "User {UserId} was refused more often than the audit trail takes")]
    private partial void LogMore(Guid userId);
}

using Microsoft.Extensions.Logging;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Audit;

/// <summary>Follows the chain of the audit trail once a day.</summary>
internal sealed partial class AuditCheck(AuditChain chain, ILogger<AuditCheck> logger) : IRecurringJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var found = await chain.VerifyAsync(Actor.Portal, cancellationToken);
        if (found.IsWhole)
        {
            Whole(logger, found.Links, found.Head);
        }
        else
        {
            Broken(logger, found.Fault ?? "Entries are not linked.", found.Unlinked);
        }
    }

    [LoggerMessage(LogLevel.Information, "The audit trail is whole: {Links} links, head {Head}")]
    private static partial void Whole(ILogger logger, long links, string head);

    [LoggerMessage(LogLevel.Critical, "The audit trail is broken: {Fault} ({Unlinked} entries without a link). Compare it with a backup of the database.")]
    private static partial void Broken(ILogger logger, string fault, long unlinked);
}

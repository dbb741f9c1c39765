using Microsoft.Extensions.Logging;
using Portal.Core.Audit;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Audit;

/// <summary>
/// Links new entries of the audit trail into its chain, and says each in the log, which OpenTelemetry takes elsewhere: with
/// the link's hash there, nobody who owns the database can cut or rewrite the chain unseen.
/// </summary>
internal sealed partial class AuditLinking(AuditChain chain, ILogger<AuditLinking> logger) : IRecurringJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<(AuditLink Link, AuditEntry Entry)> linked;
        do
        {
            linked = await chain.LinkAsync(cancellationToken);
            foreach (var (link, entry) in linked)
            {
                Linked(
                    logger, link.Number, Convert.ToHexStringLower(link.Hash), entry.At, entry.ActorId, entry.TokenId, entry.Address, entry.Permission,
                    entry.Act, entry.Kind, entry.ObjectId, entry.Outcome, entry.OperationId);
            }
        }
        while (linked.Count > 0);
    }

    // Without names: what people typed does not belong in a log.
    [LoggerMessage(LogLevel.Information, "Audit {Number} {Hash}: {At} {ActorId} {TokenId} {Address} {Permission} {Act} {ObjectKind} {ObjectId} {Outcome} {OperationId}")]
    private static partial void Linked(
        ILogger logger, long number, string hash, DateTimeOffset at, Guid? actorId, Guid? tokenId, string address, string permission, string act, string objectKind,
        string objectId, string outcome, Guid? operationId);
}

using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Data;
using Portal.Core.Namespaces.Delivery;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Namespaces.Rules;

namespace Portal.Core.Namespaces.Requests;

/// <summary>Asks the rules about a namespace, and says what becomes of it. Under the locks of its team and fleet.</summary>
internal sealed class NamespaceJudgement(NamespaceHistory history, NamespaceDelivery delivery, IOptions<NamespaceOptions> options, TimeProvider clock)
{
    /// <summary>Decides what was described just now.</summary>
    public async Task DecideAsync(PortalDbContext db, TeamNamespace space, NamespaceLimits limits, Actor actor, CancellationToken cancellationToken)
    {
        await CheckAsync(db, space, limits, cancellationToken);
        (space.Reason, space.Comment) = ("", "");
        space.ExpiresAt = clock.GetUtcNow() + options.Value.DecideWithin;
        if (!space.Checks.Pass())
        {
            Refuse(db, space);
        }
        else if (NamespaceRules.Approve(limits, space.Wanted.Spec))
        {
            await ApproveAsync(db, space, NamespaceEventKind.ApprovedByRule, "", "", actor, cancellationToken);
        }
        else
        {
            space.Ask = AskState.Waiting;
        }
    }

    public static async Task CheckAsync(PortalDbContext db, TeamNamespace space, NamespaceLimits limits, CancellationToken cancellationToken) =>
        space.Checks = await NamespaceFactsReader.CheckAsync(db, space.Id, space.TeamId, space.FleetId, space.Name, space.Wanted.Spec, limits, cancellationToken);

    /// <summary>The rules have said no. What was approved before stays.</summary>
    public void Refuse(PortalDbContext db, TeamNamespace space)
    {
        (space.Ask, space.Reason) = (AskState.Refused, space.Checks.Describe());
        history.Add(db, space, NamespaceEventKind.RefusedByRules, "", space.Reason);
    }

    /// <summary>What is asked for becomes what is delivered and kept, in the same transaction.</summary>
    /// <param name="approver">Empty for the rules themselves.</param>
    public async Task ApproveAsync(
        PortalDbContext db, TeamNamespace space, NamespaceEventKind kind, string approver, string comment, Actor actor, CancellationToken cancellationToken)
    {
        (space.Ask, space.Approved, space.ApprovedHash) = (AskState.Approved, space.Wanted, space.ContentHash);
        (space.ApprovedBy, space.ApprovedAt, space.Comment) = (approver, clock.GetUtcNow(), comment);
        history.Add(db, space, kind, approver, comment);
        await delivery.DeliverAsync(db, space, actor, cancellationToken);
    }
}

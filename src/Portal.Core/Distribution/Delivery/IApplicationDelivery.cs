using Portal.Core.Access;
using Portal.Core.Rollouts;

namespace Portal.Core.Distribution.Delivery;

/// <summary>The feature service that delivers applications and removes them. Every method checks the actor's rights.</summary>
public interface IApplicationDelivery
{
    /// <summary>Starts one operation with a part for each cluster. Returns its id. A roll-back is a delivery of an older revision.</summary>
    Task<Guid> DeliverAsync(Guid id, DeliverRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Starts the removal from all clusters; when it has succeeded the application is forgotten. Returns the operation's id.</summary>
    /// <param name="confirm">The application's name, as typed.</param>
    Task<Guid> DeleteAsync(Guid id, string? confirm, Actor actor, CancellationToken cancellationToken);
}

/// <param name="Revision">Null for the newest.</param>
/// <param name="ConfirmDeletions">How many objects may be removed, where the preview asks to confirm that; null for "not confirmed".</param>
/// <param name="Settings">Canaries, how many clusters at once, and what follows a failure; null for eight at once, all tried.</param>
public sealed record DeliverRequest(int? Revision = null, int? ConfirmDeletions = null, RolloutSettings? Settings = null);

using Portal.Core.Data;

namespace Portal.Core.Namespaces.Requests;

/// <summary>Writes what happens to a namespace beside the change itself.</summary>
internal sealed class NamespaceHistory(TimeProvider clock)
{
    private const int MaxText = 4000;

    public void Add(PortalDbContext db, TeamNamespace space, NamespaceEventKind kind, string actorName, string text = "", Guid? operationId = null)
    {
        var now = clock.GetUtcNow();
        space.UpdatedAt = now;
        db.TeamNamespaceEvents.Add(new TeamNamespaceEvent
        {
            NamespaceId = space.Id,
            At = now,
            Kind = kind,
            ActorName = actorName,
            Text = text.Length <= MaxText ? text : text[..(MaxText - 1)] + "…",
            ContentHash = space.ContentHash,
            OperationId = operationId,
        });
    }
}

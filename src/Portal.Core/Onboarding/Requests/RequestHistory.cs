using Portal.Core.Data;

namespace Portal.Core.Onboarding.Requests;

/// <summary>Writes what happens to a request beside the change itself.</summary>
internal sealed class RequestHistory(TimeProvider clock)
{
    private const int MaxText = 4000;

    public void Add(PortalDbContext db, ClusterRequest request, RequestEventKind kind, string actorName, string text = "", Guid? operationId = null)
    {
        var now = clock.GetUtcNow();
        request.UpdatedAt = now;
        db.ClusterRequestEvents.Add(new ClusterRequestEvent
        {
            RequestId = request.Id,
            At = now,
            Kind = kind,
            ActorName = actorName,
            Text = text.Length <= MaxText ? text : text[..(MaxText - 1)] + "…",
            ContentHash = request.ContentHash,
            OperationId = operationId,
        });
    }
}

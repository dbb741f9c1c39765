using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Core.Data;

namespace Portal.Web.Tests.Testing;

/// <summary>A trail of a few acts.</summary>
public sealed class FakeAuditTrail : IAuditTrail
{
    public List<AuditEntry> Items { get; } =
    [
        new() { Id = 3, At = Sample.Now.AddMinutes(-1), ActorId = Guid.CreateVersion7(), ActorName = "ada", Address = "192.0.2.7", Permission = "ManageFleets", Act = AuditActs.Changed, Kind = "fleets", ObjectId = "f1", ObjectName = "blue", Old = """{"description": "One"}""", New = """{"description": "Two", "secret_thing": {"secret": "0123456789ab"}}""", Outcome = AuditOutcomes.Done },
        new() { Id = 2, At = Sample.Now.AddMinutes(-2), ActorId = Guid.CreateVersion7(), ActorName = "cleo", Act = AuditActs.Tried, Kind = AuditKinds.Request, ObjectName = "POST /api/v1/fleets", Outcome = AuditOutcomes.Refused },
        new() { Id = 1, At = Sample.Now.AddMinutes(-3), ActorName = "", Act = AuditActs.SignedIn, Kind = AuditKinds.Session, Outcome = AuditOutcomes.Refused },
    ];

    public AuditVerification Found { get; set; } = new(3, 0, 0, null, "ab12", Sample.Now);

    /// <summary>The last question.</summary>
    public AuditQuery? Asked { get; private set; }

    public Task<Page<AuditEntry>> SearchAsync(AuditQuery query, int take, string? after, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewAudit);
        Asked = query;
        var items = Items.Where(entry => query.Acts.Count == 0 || query.Acts.Contains(entry.Act)).Skip(after is null ? 0 : 2).ToList();
        return Task.FromResult(new Page<AuditEntry>(after is null ? [.. items.Take(2)] : items, null, after is null && items.Count > 2 ? "2" : null));
    }

    public Task<IAsyncEnumerable<AuditEntry>> ExportAsync(AuditQuery query, Actor actor, CancellationToken cancellationToken) => Task.FromResult(Items.ToAsyncEnumerable());

    public Task<IReadOnlyList<string>> ListKindsAsync(Actor actor, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(["fleets", "request", "session"]);

    public Task<AuditVerification> VerifyAsync(Actor actor, CancellationToken cancellationToken) => Task.FromResult(Found);
}

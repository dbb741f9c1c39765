using System.ComponentModel;
using Portal.Core.Audit;

namespace Portal.Web.Audit;

/// <summary>Which entries of the audit trail.</summary>
internal sealed record AuditParameters(
    [property: Description("The name of an account.")] string? Actor,
    [property: Description("Created, Changed, Removed, Ended, SignedIn, SignedOut, Tried, Verified, Forgot or Exported; repeat for any of several.")] string[]? Act,
    [property: Description("What it was done to: a table, as fleets, or session, silence, request, audit; repeat for any of several.")] string[]? Kind,
    [property: Description("The id of what it was done to.")] string? ObjectId,
    [property: Description("Done, Refused, Failed, Succeeded or Cancelled; repeat for any of several.")] string[]? Outcome,
    Guid? OperationId,
    [property: Description("Part of the object's name or id, or of the actor's name, without case.")] string? Search,
    [property: Description("Not before.")] DateTimeOffset? From,
    [property: Description("Before.")] DateTimeOffset? To)
{
    public AuditQuery Query() => new()
    {
        Actor = Actor,
        Acts = Act ?? [],
        Kinds = Kind ?? [],
        ObjectId = ObjectId,
        Outcomes = Outcome ?? [],
        OperationId = OperationId,
        Search = Search ?? "",
        From = From,
        To = To,
    };
}

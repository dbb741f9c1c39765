using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Core.Data;
using Portal.Web.Api;

namespace Portal.Web.Audit;

/// <summary>An act.</summary>
/// <param name="ActorId">All zeroes for the portal itself; null where nobody was signed in.</param>
/// <param name="Address">From where; empty where it is not known.</param>
/// <param name="Permission">The right that was used.</param>
/// <param name="Old">What differs, as it was; secrets only as marks.</param>
/// <param name="New">What differs, as it is.</param>
public sealed record AuditEntryView(
    long Id, DateTimeOffset At, Guid? ActorId, string ActorName, Guid? TokenId, string Address, string Permission, string Act, string Kind, string ObjectId,
    string ObjectName, JsonElement? Old, JsonElement? New, string Outcome, Guid? OperationId, string Detail)
{
    internal static AuditEntryView Of(AuditEntry entry) => new(
        entry.Id, entry.At, entry.ActorId, entry.ActorName, entry.TokenId, entry.Address, entry.Permission, entry.Act, entry.Kind, entry.ObjectId, entry.ObjectName,
        Json(entry.Old), Json(entry.New), entry.Outcome, entry.OperationId, entry.Detail);

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}

/// <summary>What was done in the portal, by whom, and how it ended.</summary>
internal static class AuditApi
{
    private const string Tag = "Audit";

    public static void MapAudit(this RouteGroupBuilder api)
    {
        api.MapGet("/audit", SearchAsync).Needs(Permission.ViewAudit).Fails(422)
            .Says("SearchAudit", Tag, "The audit trail, the newest first.");
        api.MapGet("/audit/export", ExportAsync).Needs(Permission.ViewAudit).Fails(422)
            .Produces<string>(StatusCodes.Status200OK, "application/jsonl", "text/csv")
            .Says("ExportAudit", Tag, "All that is found, the oldest first, as lines of JSON or as CSV. The export is recorded.");
        api.MapPost("/audit/verify", VerifyAsync).Needs(Permission.ViewAudit)
            .Says("VerifyAudit", Tag, "Follows the chain of hashes from its beginning, and says what it found. The check is recorded.");
    }

    private static async Task<Ok<Page<AuditEntryView>>> SearchAsync(
        [AsParameters] AuditParameters asked, [Description("1 to 200; 50 when left out.")] int? take, [Description("The next of the page before.")] string? after,
        IAuditTrail trail, Caller caller, CancellationToken cancellationToken)
    {
        var page = await trail.SearchAsync(asked.Query(), take ?? 50, after, caller.Actor, cancellationToken);
        return TypedResults.Ok(new Page<AuditEntryView>([.. page.Items.Select(AuditEntryView.Of)], page.Total, page.Next));
    }

    private static async Task<IResult> ExportAsync(
        [AsParameters] AuditParameters asked, [Description("Json (lines) or Csv; lines when left out.")] string? format, IAuditTrail trail, Caller caller, CancellationToken cancellationToken)
    {
        var kind = format is null ? AuditFormat.Json : Words.Read<AuditFormat>(format, "format");
        var entries = await trail.ExportAsync(asked.Query(), caller.Actor, cancellationToken);
        return Results.Stream(
            body => AuditExport.WriteAsync(entries, kind, body, cancellationToken),
            AuditExport.MediaType(kind), AuditExport.FileName(kind));
    }

    private static async Task<Ok<AuditVerification>> VerifyAsync(IAuditTrail trail, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await trail.VerifyAsync(caller.Actor, cancellationToken));
}

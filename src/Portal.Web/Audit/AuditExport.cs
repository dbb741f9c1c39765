using System.Globalization;
using System.Text;
using System.Text.Json;
using Portal.Core.Audit;
using Portal.Web.Shell;

namespace Portal.Web.Audit;

/// <summary>How the audit trail is exported.</summary>
internal enum AuditFormat
{
    /// <summary>A line of JSON an entry.</summary>
    Json,

    Csv,
}

/// <summary>Writes entries as they are read.</summary>
internal static class AuditExport
{
    public static string MediaType(AuditFormat format) => format == AuditFormat.Csv ? "text/csv; charset=utf-8" : "application/jsonl";

    public static string FileName(AuditFormat format) => format == AuditFormat.Csv ? "audit.csv" : "audit.jsonl";

    public static async Task WriteAsync(IAsyncEnumerable<AuditEntry> entries, AuditFormat format, Stream body, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        if (format == AuditFormat.Csv)
        {
            await text.WriteLineAsync("id,at,actorId,actorName,tokenId,address,permission,act,kind,objectId,objectName,old,new,outcome,operationId,detail");
        }

        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            await text.WriteLineAsync(format == AuditFormat.Csv ? Row(entry) : JsonSerializer.Serialize(AuditEntryView.Of(entry), JsonSerializerOptions.Web));
        }
    }

    private static string Row(AuditEntry entry) => CsvText.Line(new[]
    {
        entry.Id.ToString(CultureInfo.InvariantCulture), entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), entry.ActorId?.ToString(), entry.ActorName,
        entry.TokenId?.ToString(), entry.Address, entry.Permission, entry.Act, entry.Kind, entry.ObjectId, entry.ObjectName, entry.Old, entry.New, entry.Outcome,
        entry.OperationId?.ToString(), entry.Detail,
    }.Select(CsvText.Plain));
}

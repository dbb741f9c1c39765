using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Core.Access;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Web.Operations;

/// <summary>A whole log as a file, read and sent piece by piece.</summary>
internal sealed class OperationLogDownload(IOperations operations, Actor actor, Guid id, bool asJson)
{
    public const string JsonLines = "application/jsonl";

    private const int Piece = 2000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public string ContentType => asJson ? JsonLines : $"{MediaTypeNames.Text.Plain}; charset=utf-8";

    public string FileName => $"operation-{id}.{(asJson ? "jsonl" : "log")}";

    /// <summary>True for JSON lines.</summary>
    public static bool ReadFormat(string? format) => format switch
    {
        null or "text" => false,
        "jsonl" => true,
        _ => throw ProblemException.Invalid("The log was not sent", "'format' is neither text nor jsonl.", "Use one of these words.", "format"),
    };

    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        long after = 0;
        while (await operations.ReadLogAsync(id, after, Piece, actor, cancellationToken) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
            {
                await writer.WriteLineAsync((asJson ? JsonSerializer.Serialize(LogLine.Of(line), Json) : Text(line)).AsMemory(), cancellationToken);
            }

            await writer.FlushAsync(cancellationToken);
            after = lines[^1].Sequence;
        }
    }

    private static string Text(OperationLogLine line) =>
        $"{line.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {line.Level,-7} {(line.Step is { } step ? $"[{step + 1}] " : "")}{line.Text}";
}

using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Reads an answer of the HTTP API of Prometheus while it comes: no more of the text is held than one value.</summary>
internal static class AnswerReader
{
    public static async Task<MemberAnswer> ReadAsync(Stream body, TimeGrid grid, AnswerBudget budget, CancellationToken cancellationToken)
    {
        var parser = new AnswerParser(grid, budget);
        await ReadAsync(body, budget.Limits.MaxBytesPerMember, parser.Take, cancellationToken);
        return parser.Finish();
    }

    /// <summary>Gives each word of a JSON text to <paramref name="take"/>.</summary>
    internal static async Task ReadAsync(Stream body, long maxBytes, TokenHandler take, CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 32 * 1024, leaveOpen: true));
        var state = new JsonReaderState();
        var bytes = 0L;
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(cancellationToken);
                var consumed = Take(read.Buffer, read.IsCompleted, ref state, take);
                bytes += read.Buffer.Slice(0, consumed).Length;
                if (bytes > maxBytes || read.Buffer.Slice(consumed).Length > 1 << 20)
                {
                    throw MemberFaults.TooLarge("bytes", maxBytes);
                }

                pipe.AdvanceTo(consumed, read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or FormatException)
        {
            throw MemberFaults.Malformed(ex);
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static SequencePosition Take(ReadOnlySequence<byte> buffer, bool isLast, ref JsonReaderState state, TokenHandler take)
    {
        var reader = new Utf8JsonReader(buffer, isLast, state);
        while (reader.Read())
        {
            take(ref reader);
        }

        state = reader.CurrentState;
        return reader.Position;
    }

    internal delegate void TokenHandler(ref Utf8JsonReader reader);
}

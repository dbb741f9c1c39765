using System.Text;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces;
using Portal.Core.Monitoring.Traces.Stores;

namespace Portal.Core.Tests.Monitoring.Traces;

/// <summary>Reads texts as the answers of trace stores, one byte at a time: nothing may depend on where an answer is cut.</summary>
internal static class Answers
{
    public static async Task<IReadOnlyList<ParsedTrace>> JaegerAsync(string text, int most = 1000, int status = 200)
    {
        var found = new List<ParsedTrace>();
        var parser = new JaegerTraceParser(new TraceBudget(most), found.Add);
        await ReadAsync(text, parser);
        parser.Finish(status == 200, status);
        return found;
    }

    public static async Task<ParsedTrace> OtlpAsync(string text, int most = 1000)
    {
        var parser = new OtlpTraceParser("0af7651916cd43dd8448eb211c80319c", new TraceBudget(most));
        await ReadAsync(text, parser);
        return parser.Finish();
    }

    public static async Task<IReadOnlyList<FoundTrace>> TempoSearchAsync(string text)
    {
        var parser = new TempoSearchParser();
        await ReadAsync(text, parser);
        return parser.Finish();
    }

    public static async Task<IReadOnlyCollection<string>> NamesAsync(string text, string list, string field)
    {
        var parser = new NameListParser(list, field);
        await ReadAsync(text, parser);
        return parser.Finish();
    }

    private static async Task ReadAsync(string text, TraceScanner parser)
    {
        using var body = new Trickle(Encoding.UTF8.GetBytes(text));
        await AnswerReader.ReadAsync(body, TraceBudget.Bytes, parser.Take, TestContext.Current.CancellationToken);
    }

    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(7, buffer.Length)], cancellationToken);
    }
}

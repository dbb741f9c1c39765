using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces.Sources;

namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>Asks one trace store, whichever it is, within the time and the turns that metrics have as well.</summary>
internal sealed class TraceStores(SourceRequests requests, TimeProvider time)
{
    /// <summary>How far its clock is ahead, where it tells. Throws the fault for which it is no trace store.</summary>
    public Task<TimeSpan?> CheckAsync(KnownTraceStore store, CancellationToken cancellationToken) => AskAsync(
        store, ServicesOf(store, Lately()),
        async (answer, body, token) =>
        {
            await NamesAsync(store, answer, body, token);
            return EndpointCheck.ClockOffset(answer, time);
        },
        cancellationToken);

    /// <summary>The names of those that have sent spans, in order.</summary>
    public Task<IReadOnlyCollection<string>> ServicesAsync(KnownTraceStore store, TraceWindow window, CancellationToken cancellationToken) =>
        AskAsync(store, ServicesOf(store, window), (answer, body, token) => NamesAsync(store, answer, body, token), cancellationToken);

    /// <summary>The names of a service's spans, in order.</summary>
    public Task<IReadOnlyCollection<string>> OperationsAsync(KnownTraceStore store, string service, TraceWindow window, CancellationToken cancellationToken) => AskAsync(
        store, store.Kind == TraceStoreKind.Tempo ? TempoQuestions.Operations(service, window) : JaegerQuestions.Operations(service),
        (answer, body, token) => NamesAsync(store, answer, body, token), cancellationToken);

    public Task<IReadOnlyList<FoundTrace>> SearchAsync(KnownTraceStore store, TraceSearch search, CancellationToken cancellationToken) => store.Kind == TraceStoreKind.Tempo
        ? AskAsync(
            store, TempoQuestions.Search(search),
            async (answer, body, token) =>
            {
                var parser = new TempoSearchParser();
                await ReadAsync(answer, body, parser, token);
                return parser.Finish();
            },
            cancellationToken)
        : AskAsync<IReadOnlyList<FoundTrace>>(
            store, JaegerQuestions.Search(search),
            async (answer, body, token) =>
            {
                var found = new List<FoundTrace>();
                await ReadJaegerAsync(answer, body, TraceBudget.SpansOfASearch, trace =>
                {
                    if (trace.Spans.Count > 0)
                    {
                        found.Add(FoundTrace.Of(trace));
                    }
                }, token);
                return found;
            },
            cancellationToken);

    /// <summary>What the store has of a trace; null where it has nothing.</summary>
    public async Task<ParsedTrace?> FindAsync(KnownTraceStore store, string id, TraceBudget budget, CancellationToken cancellationToken)
    {
        try
        {
            return store.Kind == TraceStoreKind.Tempo
                ? await OtlpAsync(store, TempoQuestions.Trace(id), id, budget, cancellationToken)
                : await JaegerAsync(store, id, budget, cancellationToken);
        }
        catch (MemberFaultException fault) when (fault.Status == 404 && store.Kind == TraceStoreKind.Tempo)
        {
            // Tempo before 2.7 answers the same where it does not know the question.
            return await OtlpBeforeAsync(store, id, budget, cancellationToken);
        }
    }

    private async Task<ParsedTrace?> OtlpBeforeAsync(KnownTraceStore store, string id, TraceBudget budget, CancellationToken cancellationToken)
    {
        try
        {
            return await OtlpAsync(store, TempoQuestions.TraceBefore(id), id, budget, cancellationToken);
        }
        catch (MemberFaultException fault) when (fault.Status == 404)
        {
            return null;
        }
    }

    private Task<ParsedTrace> OtlpAsync(KnownTraceStore store, string path, string id, TraceBudget budget, CancellationToken cancellationToken) => AskAsync(
        store, path,
        async (answer, body, token) =>
        {
            var parser = new OtlpTraceParser(id, budget);
            await ReadAsync(answer, body, parser, token);
            return parser.Finish();
        },
        cancellationToken);

    private Task<ParsedTrace?> JaegerAsync(KnownTraceStore store, string id, TraceBudget budget, CancellationToken cancellationToken) => AskAsync(
        store, JaegerQuestions.Trace(id),
        async (answer, body, token) =>
        {
            ParsedTrace? whole = null;
            await ReadJaegerAsync(answer, body, budget, trace => whole = trace.Id != id ? whole : whole is null ? trace : whole with { Spans = [.. whole.Spans, .. trace.Spans], IsCut = whole.IsCut || trace.IsCut }, token);
            return whole;
        },
        cancellationToken);

    private static Task ReadJaegerAsync(HttpResponseMessage answer, Stream body, int spans, Action<ParsedTrace> found, CancellationToken cancellationToken) =>
        ReadJaegerAsync(answer, body, new TraceBudget(spans), found, cancellationToken);

    private static async Task ReadJaegerAsync(HttpResponseMessage answer, Stream body, TraceBudget budget, Action<ParsedTrace> found, CancellationToken cancellationToken)
    {
        var parser = new JaegerTraceParser(budget, found);
        await AnswerReader.ReadAsync(body, TraceBudget.Bytes, parser.Take, cancellationToken);
        parser.Finish(answer.IsSuccessStatusCode, (int)answer.StatusCode);
    }

    private static async Task<IReadOnlyCollection<string>> NamesAsync(KnownTraceStore store, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        var parser = store.Kind == TraceStoreKind.Tempo ? new NameListParser("tagValues", "value") : new NameListParser("data", "name");
        await ReadAsync(answer, body, parser, cancellationToken);
        return parser.Finish();
    }

    /// <summary>Reads a whole answer; one that is no success says why, or its status does.</summary>
    private static async Task ReadAsync(HttpResponseMessage answer, Stream body, TraceScanner parser, CancellationToken cancellationToken)
    {
        await AnswerReader.ReadAsync(body, TraceBudget.Bytes, parser.Take, cancellationToken);
        parser.DemandReached();
        if (!answer.IsSuccessStatusCode)
        {
            throw MemberFaults.Status((int)answer.StatusCode, EndpointUse.Traces);
        }
    }

    private async Task<T> AskAsync<T>(KnownTraceStore store, string path, Func<HttpResponseMessage, Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await requests.AskAsync(store.Source, (client, token) => client.GetAsync(path, token), read, cancellationToken);
        }
        catch (MemberFaultException fault) when (fault.Kind is MemberFaultKind.Malformed or MemberFaultKind.TooLarge)
        {
            throw TraceFaults.Of(fault);
        }
    }

    private static string ServicesOf(KnownTraceStore store, TraceWindow window) => store.Kind == TraceStoreKind.Tempo ? TempoQuestions.Services(window) : JaegerQuestions.Services;

    private TraceWindow Lately() => new(time.GetUtcNow().AddHours(-1), time.GetUtcNow());
}

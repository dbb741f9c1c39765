using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces;

namespace Portal.Core.Tests.Monitoring.Traces;

public sealed class TempoParserTests
{
    /// <summary>As /api/traces prints it: ids in base64, numbers as text.</summary>
    private const string Batches = """
        {"batches":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"orders"}},{"key":"replicas","value":{"intValue":"3"}}]},"scopeSpans":[{"scope":{"name":"x"},"spans":[
          {"traceId":"CvdlGRbNQ92ESOshHIAxnA==","spanId":"t61rcWkgMzE=","parentSpanId":"AAAAAAAAAAc=","name":"PUT /order","kind":"SPAN_KIND_SERVER",
           "startTimeUnixNano":"1793484000000100700","endTimeUnixNano":"1793484000005100700",
           "attributes":[{"key":"retry","value":{"boolValue":true}},{"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a"}]}}}],
           "events":[{"timeUnixNano":"1793484000000200000","name":"exception","attributes":[{"key":"exception.type","value":{"stringValue":"Timeout"}}]}],
           "status":{"code":"STATUS_CODE_ERROR","message":"too slow"}}]}]}]}
        """;

    /// <summary>As OTLP is specified, and /api/v2/traces wraps it: ids in hexadecimal digits, kinds as numbers; the resource comes last.</summary>
    private const string Wrapped = """
        {"trace":{"resourceSpans":[{"scopeSpans":[{"spans":[
          {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","parentSpanId":"","name":"PUT /order","kind":3,"startTimeUnixNano":1793484000000100700,"endTimeUnixNano":1793484000005100700}]}],
          "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"orders"}}]}}]},"status":"PARTIAL","message":"trace exceeds max size"}
        """;

    [Fact]
    public async Task Trace_WithIdsInBase64_IsRead()
    {
        var span = Assert.Single((await Answers.OtlpAsync(Batches)).Spans);

        Assert.Equal(("b7ad6b7169203331", "0000000000000007", "orders", "PUT /order", SpanKind.Server, true), (span.Id, span.ParentId, span.Service, span.Operation, span.Kind, span.IsError));
        Assert.Equal((new DateTimeOffset(2026, 10, 31, 22, 0, 0, TimeSpan.Zero).AddTicks(1007), TimeSpan.FromMilliseconds(5)), (span.Start, span.Duration));
        Assert.Equal([new("status.message", "too slow"), new("retry", "true"), new("list", """{"values":[{"stringValue":"a"}]}""")], span.Tags);
        Assert.Contains(new SpanTag("replicas", "3"), span.Process);
        Assert.Equal("exception", Assert.Single(span.Events).Name);
    }

    [Fact]
    public async Task Trace_WithIdsInHex_IsRead_AndThatItIsPartial()
    {
        var trace = await Answers.OtlpAsync(Wrapped);

        Assert.True(trace.IsCut);
        var span = Assert.Single(trace.Spans);
        Assert.Equal(("b7ad6b7169203331", null, "orders", SpanKind.Client, false), (span.Id, span.ParentId, span.Service, span.Kind, span.IsError));
    }

    [Fact]
    public async Task SpanThatEndsBeforeItBegins_LastsNoTime() => Assert.Equal(TimeSpan.Zero, Assert.Single((await Answers.OtlpAsync(
        """{"batches":[{"scopeSpans":[{"spans":[{"spanId":"b7ad6b7169203331","startTimeUnixNano":"5000","endTimeUnixNano":"1"}]}]}]}""")).Spans).Duration);

    [Theory]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"batches":[{"scopeSpans":[{"spans":[{"spanId":"b7ad6b7169203331","startTimeUnixNano":"99999999999999999999999"}]}]}]}""")]
    [InlineData("""{"batches":[{"scopeSpans":[{"spans":[{"spanId":"???","startTimeUnixNano":"1"}]}]}]}""")]
    [InlineData("""{"batches":[{"scopeSpans":[{"spans":[{"spanId":"AA+/","startTimeUnixNano":"1"}]}]}]}""")]
    [InlineData("""{"trace":{"resourceSpans":[{"scopeSpans":[{"spans":[{"spanId":["b7ad6b7169203331"],"startTimeUnixNano":"1"}]}]}]}}""")]
    public async Task WhatIsNoTrace_IsMalformed(string text) =>
        Assert.Equal(MemberFaultKind.Malformed, (await Assert.ThrowsAsync<MemberFaultException>(() => Answers.OtlpAsync(text))).Kind);

    [Fact]
    public async Task Search_IsRead_AndWhatItDoesNotSayIsNotZero()
    {
        var found = await Answers.TempoSearchAsync("""
            {"traces":[
              {"traceID":"af7651916cd43dd8448eb211c80319c","rootServiceName":"shop","rootTraceName":"GET /","startTimeUnixNano":"1793484000000100000","durationMs":12,
               "spanSets":[{"spans":[{"spanID":"1","startTimeUnixNano":"1"}],"matched":1}],"serviceStats":{"shop":{"spanCount":2},"orders":{"spanCount":5,"errorCount":1}}},
              {"traceID":"2","rootServiceName":"<root span not yet received>","startTimeUnixNano":"1793484000000100000"}],
             "metrics":{"inspectedBytes":"1"}}
            """);

        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "shop", 7, 1), (found[0].Id, found[0].Root!.Service, found[0].Spans, found[0].Errors));
        Assert.Equal(TimeSpan.FromMilliseconds(12), found[0].End - found[0].Start);
        Assert.Equal(["orders", "shop"], found[0].Services.Order());
        Assert.Equal((null, null, null, 0), (found[1].Root, found[1].Spans, found[1].Errors, found[1].Services.Count));
    }

    [Theory]
    [InlineData("""{"data":["b","a"],"total":2,"errors":null}""", "data", "name")]
    [InlineData("""{"data":[{"name":"a","spanKind":"server"},{"name":"b"},{"name":"a","spanKind":"client"}]}""", "data", "name")]
    [InlineData("""{"tagValues":[{"type":"string","value":"a"},{"type":"string","value":"b"}],"metrics":{}}""", "tagValues", "value")]
    public async Task Names_AreRead(string text, string list, string field) => Assert.Equal(["a", "b"], await Answers.NamesAsync(text, list, field));

    [Fact]
    public async Task NoNames_AreAnAnswer_AndAnotherAnswerIsNone()
    {
        Assert.Empty(await Answers.NamesAsync("""{"data":null}""", "data", "name"));
        await Assert.ThrowsAsync<MemberFaultException>(() => Answers.NamesAsync("""{"status":"success"}""", "data", "name"));
    }

    [Theory]
    [InlineData("8448eb211c80319c", "00000000000000008448eb211c80319c")]
    [InlineData("0AF7651916CD43DD8448EB211C80319C", "0af7651916cd43dd8448eb211c80319c")]
    [InlineData("CvdlGRbNQ92ESOshHIAxnA==", "0af7651916cd43dd8448eb211c80319c")]
    [InlineData("hEjrIRyAMZw=", "00000000000000008448eb211c80319c")]
    [InlineData("00000000000000000000000000000000", null)]
    [InlineData("0af7651916cd43dd8448eb211c80319c0", null)]
    [InlineData("../../metrics", null)]
    [InlineData("", null)]
    public void IdOfATrace_IsReadFromEitherForm(string text, string? id) => Assert.Equal(id, TraceIds.Trace(text));
}

using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces;

namespace Portal.Core.Tests.Monitoring.Traces;

public sealed class JaegerTraceParserTests
{
    private const string Whole = """
        {"data":[{"traceID":"8448eb211c80319c","spans":[
          {"traceID":"8448eb211c80319c","spanID":"b7ad6b7169203331","operationName":"GET /cart","references":[],"startTime":1793484000000100,"duration":5000,
           "tags":[{"key":"span.kind","type":"string","value":"server"},{"key":"http.status_code","type":"int64","value":500},{"key":"error","type":"bool","value":true}],
           "logs":[{"timestamp":1793484000000200,"fields":[{"key":"event","type":"string","value":"retry"},{"key":"attempt","type":"int64","value":2}]}],"processID":"p1","warnings":null},
          {"traceID":"8448eb211c80319c","spanID":"7","operationName":"SELECT","references":[
             {"refType":"FOLLOWS_FROM","traceID":"8448eb211c80319c","spanID":"1"},{"refType":"CHILD_OF","traceID":"00000000000000008448eb211c80319c","spanID":"b7ad6b7169203331"}],
           "startTime":1793484000001000,"duration":1000,"tags":[],"logs":null,"processID":"p2"}],
          "processes":{"p1":{"serviceName":"cart","tags":[{"key":"k8s.cluster.name","type":"string","value":"east"}]},"p2":{"serviceName":"postgres","tags":[]}},"warnings":null}],
         "total":0,"limit":0,"offset":0,"errors":null}
        """;

    [Fact]
    public async Task Trace_IsRead_WithIdsInFull()
    {
        var trace = Assert.Single(await Answers.JaegerAsync(Whole));

        Assert.Equal(("00000000000000008448eb211c80319c", false), (trace.Id, trace.IsCut));
        var cart = trace.Spans[0];
        Assert.Equal(("b7ad6b7169203331", null, "cart", "GET /cart", SpanKind.Server, true), (cart.Id, cart.ParentId, cart.Service, cart.Operation, cart.Kind, cart.IsError));
        Assert.Equal((new DateTimeOffset(2026, 10, 31, 22, 0, 0, TimeSpan.Zero).AddMicroseconds(100), TimeSpan.FromMilliseconds(5)), (cart.Start, cart.Duration));
        Assert.Contains(new SpanTag("http.status_code", "500"), cart.Tags);
        Assert.Equal([new SpanTag("k8s.cluster.name", "east")], cart.Process);
        var retry = Assert.Single(cart.Events);
        Assert.Equal(("retry", new SpanTag("attempt", "2")), (retry.Name, Assert.Single(retry.Tags)));
        Assert.Equal(("0000000000000007", "b7ad6b7169203331", "postgres"), (trace.Spans[1].Id, trace.Spans[1].ParentId, trace.Spans[1].Service));
    }

    [Fact]
    public async Task TraceThatIsNotThere_IsNoFault() =>
        Assert.Empty(await Answers.JaegerAsync("""{"data":null,"total":0,"limit":0,"offset":0,"errors":[{"code":404,"msg":"trace not found"}]}""", status: 404));

    [Fact]
    public async Task SpansBeyondTheBound_AreSaid()
    {
        var trace = Assert.Single(await Answers.JaegerAsync(Whole, most: 1));

        Assert.Equal((1, true), (trace.Spans.Count, trace.IsCut));
    }

    [Fact]
    public async Task LongSpan_IsShortened_AndSaysSo()
    {
        var tags = string.Join(',', Enumerable.Range(0, 300).Select(i => $$"""{"key":"k{{i}}","type":"string","value":"{{new string('x', 5000)}}"}"""));
        var trace = Assert.Single(await Answers.JaegerAsync(
            """{"data":[{"traceID":"1","spans":[{"spanID":"1","operationName":"a","startTime":1,"duration":1,"tags":[""" + tags + """],"processID":"p1"}],"processes":{"p1":{"serviceName":"a"}}}]}"""));

        Assert.True(trace.Spans[0].IsShortened);
        Assert.InRange(trace.Spans[0].Tags.Sum(tag => tag.Key.Length + tag.Value.Length), 1, 40_000);
    }

    [Theory]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]}}""")]
    [InlineData("""[]""")]
    [InlineData("""{"data":[{"traceID":"zz","spans":[{"spanID":"1","startTime":1,"duration":1}]}]}""")]
    [InlineData("""{"data":[{"traceID":"1","spans":[{"spanID":"","startTime":1,"duration":1}]}]}""")]
    [InlineData("""{"data":[{"traceID":"1","spans":[{"spanID":"1","startTime":"soon","duration":1}]}]}""")]
    [InlineData("""{"data":[{"traceID":"1","spans":[{"spanID":"1","startTime":9223372036854775807,"duration":1}]}]}""")]
    [InlineData("""{"data":[{"traceID":"1","spans":[{"spanID":"1","startTime":-5,"duration":1}]}]}""")]
    [InlineData("""{"data":[{"traceID":"1","spans":[{"spanID":"1","startTime":1e400,"duration":1}]}]}""")]
    [InlineData("""{"data":[{"traceID":"1","spans":[{"spanID":{},"startTime":1,"duration":1}]}]}""")]
    [InlineData("""{"data":[{"traceID":"1","spans":[{"spanID":"1",""")]
    [InlineData("""<html>sign in</html>""")]
    public async Task WhatIsNoTrace_IsMalformed(string text)
    {
        var fault = await Assert.ThrowsAsync<MemberFaultException>(() => Answers.JaegerAsync(text));

        Assert.Equal(MemberFaultKind.Malformed, fault.Kind);
    }

    [Fact]
    public async Task NestedTooDeep_IsMalformed()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 10_000));

        Assert.Equal(MemberFaultKind.Malformed, (await Assert.ThrowsAsync<MemberFaultException>(() => Answers.JaegerAsync($$"""{"data":{{deep}}"""))).Kind);
    }

    [Fact]
    public async Task Refusal_IsQuoted()
    {
        var fault = await Assert.ThrowsAsync<MemberFaultException>(() => Answers.JaegerAsync("""{"data":null,"errors":[{"code":400,"msg":"parameter 'service' is required"}]}""", status: 400));

        Assert.Equal((MemberFaultKind.Refused, "Its trace store refused: parameter 'service' is required"), (fault.Kind, fault.Why));
    }

    [Fact]
    public async Task ApiServerThatDoesNotReachIt_IsQuoted()
    {
        var fault = await Assert.ThrowsAsync<MemberFaultException>(() => Answers.JaegerAsync(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"services \"jaeger\" not found","reason":"NotFound","code":404}""", status: 404));

        Assert.Equal("Its API server does not reach the trace store: services \"jaeger\" not found", fault.Why);
    }
}

using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Traces;
using Portal.Core.Monitoring.Traces.Stores;

namespace Portal.Core.Tests.Monitoring.Traces;

public sealed class TraceQuestionTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1793484000);

    private static readonly TraceSearch Search = new(
        "cart", "GET /cart", [new("http.status_code", "500"), new("error", "true"), new("user", "a\"b\\")], TimeSpan.FromMilliseconds(1.5), TimeSpan.FromSeconds(2),
        new TraceWindow(Start, Start.AddMinutes(5)), 20, QueryScope.All);

    [Fact]
    public void Jaeger_IsAskedInMicroseconds()
    {
        var query = JaegerQuestions.Search(Search)["api/traces?".Length..].Split('&').Select(field => field.Split('=')).ToDictionary(field => field[0], field => Uri.UnescapeDataString(field[1]));

        Assert.Equal(("cart", "GET /cart", "1793484000000000", "1793484300000000", "20"), (query["service"], query["operation"], query["start"], query["end"], query["limit"]));
        Assert.Equal(("1500us", "2000000us"), (query["minDuration"], query["maxDuration"]));
        Assert.Equal("""{"http.status_code":"500","error":"true","user":"a\u0022b\\"}""", query["tags"]);
    }

    [Fact]
    public void Tempo_IsAskedInTraceQl_WithTextQuotedAndNumbersOfEitherType()
    {
        Assert.Equal(
            """{ resource.service.name = "cart" && name = "GET /cart" && (.http.status_code = "500" || .http.status_code = 500) && status = error && .user = "a\"b\\" && duration >= 1500us && duration <= 2000000us }""",
            TempoQuestions.TraceQl(Search));
        Assert.Contains("&start=1793484000&end=1793484301&limit=20", TempoQuestions.Search(Search), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("cart", "}bad")]
    public void Search_ThatNoStoreWouldTake_IsRefused(string service, string key) =>
        Assert.False(new TraceSearchValidator().Validate(Search with { Service = service, Tags = key.Length == 0 ? [] : [new(key, "1")] }).IsValid);
}

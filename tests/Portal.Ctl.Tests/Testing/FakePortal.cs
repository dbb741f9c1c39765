using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Portal.Ctl.Tests.Testing;

/// <summary>A portal of canned answers, that remembers what it was asked.</summary>
internal sealed class FakePortal
{
    private readonly Dictionary<string, Queue<(HttpStatusCode Status, string Body, string Type, string? Version)>> _answers = [];

    public List<Asked> Requests { get; } = [];

    /// <param name="request">"GET /api/v1/fleets?take=500". The last answer of one request is given again.</param>
    public FakePortal On(string request, string body, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json", string? version = null)
    {
        if (!_answers.TryGetValue(request, out var answers))
        {
            _answers[request] = answers = new Queue<(HttpStatusCode, string, string, string?)>();
        }

        answers.Enqueue((status, body, type, version));
        return this;
    }

    /// <summary>The way to it. Each may be disposed of.</summary>
    public HttpMessageHandler Network() => new Line(this);

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (_answers)
        {
            Requests.Add(new Asked(asked, body, request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value)), request.RequestUri.Authority));
            return Answer(asked);
        }
    }

    private HttpResponseMessage Answer(string asked)
    {
        if (!_answers.TryGetValue(asked, out var answers))
        {
            return Answer(HttpStatusCode.NotFound, $$"""{"title":"Nothing is at this address","detail":"{{asked}}","remedy":""}""", "application/problem+json");
        }

        var (status, body, type, version) = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
        var answer = Answer(status, body, type);
        answer.Headers.ETag = version is null ? null : new EntityTagHeaderValue(version);
        return answer;
    }

    private sealed class Line(FakePortal portal) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            portal.AnswerAsync(request, cancellationToken);
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body, string type) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };
}

internal sealed record Asked(string Request, string Body, IReadOnlyDictionary<string, string> Headers, string Authority);

using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Ctl.Contexts;
using Portal.Ctl.Running;

namespace Portal.Ctl.Portal;

/// <summary>
/// The REST API of one portal, as /openapi/v1.json describes it. Failures are <see cref="CtlException"/>s of the portal's own words.
/// What may be sent twice without harm is, when the portal does not answer.
/// </summary>
internal sealed class PortalClient : IDisposable
{
    /// <summary>The largest answer that is read, in bytes.</summary>
    private const int MostBytes = 64 * 1024 * 1024;
    private const int MostRows = 100_000;
    private const int Attempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;
    private readonly PortalContext _context;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;

    /// <param name="timeout">Of one request.</param>
    public PortalClient(PortalContext context, Terminal terminal, TimeSpan timeout)
    {
        _context = context;
        _clock = terminal.Clock;
        _timeout = timeout;

        // Streams have no end of their own: each other request is given its time-out below.
        _http = new HttpClient(terminal.Network()) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("portalctl", typeof(PortalClient).Assembly.GetName().Version?.ToString(3)));
        if (context.Token.Any(character => character is < '!' or > '~'))
        {
            throw new CtlException(ExitCode.Usage, "The token is not used", "A token is one line of visible characters.", "Copy it again from Settings, API tokens.");
        }

        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", context.Token);
    }

    public Uri Address => _context.Url;

    public void Dispose() => _http.Dispose();

    /// <param name="path">Below /api/v1, with its query.</param>
    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, $"api/v1/{path}", null, null, cancellationToken)).Body
        ?? throw Unexpected("The answer is empty.");

    /// <summary>The description of the API, which needs no token.</summary>
    public async Task<JsonNode> GetContractAsync(CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, "openapi/v1.json", null, null, cancellationToken)).Body ?? throw Unexpected("The description of the API is empty.");

    /// <summary>Null when there is none.</summary>
    public async Task<VersionedAnswer?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(HttpMethod.Get, $"api/v1/{path}", null, null, cancellationToken);
        }
        catch (CtlException error) when (error.Code == ExitCode.NotFound)
        {
            return null;
        }
    }

    public async Task<JsonNode?> PostAsync(string path, JsonNode body, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Post, $"api/v1/{path}", body, null, cancellationToken)).Body;

    /// <param name="version">The entity tag that was read; null where the API asks for none.</param>
    public async Task<VersionedAnswer> PutAsync(string path, JsonNode body, string? version, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Put, $"api/v1/{path}", body, version, cancellationToken);

    public async Task<JsonNode?> DeleteAsync(string path, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Delete, $"api/v1/{path}", null, null, cancellationToken)).Body;

    /// <summary>Every row of a list, page after page.</summary>
    /// <param name="page">Rows of a page.</param>
    /// <param name="follows">The parameter that `next` is given back in: skip or after.</param>
    public async IAsyncEnumerable<JsonObject> ListAsync(
        string path, int page, string follows = "skip", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var rows = 0;
        string? next = null;
        do
        {
            var query = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}take={page}{(next is null ? "" : $"&{follows}={Uri.EscapeDataString(next)}")}";
            var answer = await GetAsync(query, cancellationToken);
            if (answer is not JsonObject || answer["items"] is not JsonArray items)
            {
                throw Unexpected("It is no list.");
            }

            foreach (var item in items)
            {
                if (++rows > MostRows)
                {
                    throw new CtlException(ExitCode.Failed, "There are too many rows", $"At most {MostRows:N0} are read.", "Ask for fewer.");
                }

                yield return item as JsonObject ?? throw Unexpected("A row is no object.");
            }

            var before = next;
            next = answer["next"]?.ToString();
            if (next is not null && (next == before || items.Count == 0))
            {
                throw Unexpected("Its pages do not end.");
            }
        }
        while (next is not null);
    }

    /// <summary>The answer to a GET as it comes in: for streams. The caller disposes of it.</summary>
    /// <param name="lastEvent">The id of the last event that was seen, or null.</param>
    public async Task<HttpResponseMessage> OpenAsync(string path, string? lastEvent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_context.Url, $"api/v1/{path}"));
        if (lastEvent is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEvent);
        }

        using var limit = new CancellationTokenSource(_timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        HttpResponseMessage answer;
        try
        {
            answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (Exception error) when (IsSilence(error, cancellationToken))
        {
            throw Silent(error);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw ProblemDocument.Read(answer.StatusCode, await ReadAsync(answer, either.Token));
        }
    }

    private async Task<VersionedAnswer> SendAsync(HttpMethod method, string path, JsonNode? body, string? version, CancellationToken cancellationToken)
    {
        // The same key for each attempt: a POST whose answer was lost takes effect once.
        var key = method == HttpMethod.Post ? Guid.NewGuid().ToString() : null;
        for (var attempt = 1; ; attempt++)
        {
            var last = attempt == Attempts || method == HttpMethod.Put || method == HttpMethod.Delete;
            try
            {
                var (status, answer, tag) = await SendOnceAsync(method, path, body, version, key, cancellationToken);
                if ((int)status is >= 200 and < 300)
                {
                    return new VersionedAnswer(Parse(answer), tag);
                }

                if (last || status is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
                {
                    throw ProblemDocument.Read(status, answer);
                }
            }
            catch (Exception error) when (IsSilence(error, cancellationToken))
            {
                if (last)
                {
                    throw Silent(error);
                }
            }

            await Task.Delay(Pause * attempt, _clock, cancellationToken);
        }
    }

    private async Task<(HttpStatusCode Status, string Body, string? Tag)> SendOnceAsync(
        HttpMethod method, string path, JsonNode? body, string? version, string? key, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, new Uri(_context.Url, path));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        if (version is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", version);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        return (answer.StatusCode, await ReadAsync(answer, either.Token), answer.Headers.ETag?.Tag);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await answer.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    private static JsonNode? Parse(string body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            throw Unexpected("It is no JSON.");
        }
    }

    private static bool IsSilence(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private CtlException Silent(Exception error) => new(
        ExitCode.Unreachable,
        $"The portal at {_context.Url} does not answer",
        error is OperationCanceledException ? $"Nothing came within {_timeout.TotalSeconds:0} seconds." : error.Message,
        "Check the address and the network, then try again.",
        error);

    private static CtlException Unexpected(string why) => new(
        ExitCode.Failed, "The portal's answer is not understood", why, "Check that the address is that of a Kurator Portal, and that this tool is of its version.");
}

/// <summary>An answer, and its version where it has one.</summary>
internal sealed record VersionedAnswer(JsonNode? Body, string? Version);

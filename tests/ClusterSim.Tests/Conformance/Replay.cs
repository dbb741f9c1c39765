using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClusterSim.Tests.Conformance;

/// <summary>Sends the recorded requests of a scenario, in their order, and says where the answers differ.</summary>
internal sealed class Replay(HttpClient http, string token, Func<long> revision)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly Translation _translation = new();
    private string? _tag;
    private int _releases;
    private string? _serviceAccountToken;

    /// <summary>The differences of each exchange that has any, by its id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(IReadOnlyList<Exchange> exchanges, CancellationToken cancellationToken)
    {
        var differing = new Dictionary<string, string>();
        for (var i = 0; i < exchanges.Count; i++)
        {
            var exchange = exchanges[i];
            if (exchange.Method == "GET" && exchanges.Skip(i + 1).Take(3).Any(e => BuildsOn(e, exchange)))
            {
                await Quiet.ComesAsync(revision, cancellationToken);
            }

            var difference = await SendUntilAlikeAsync(exchange, cancellationToken);
            if (difference is not null)
            {
                differing[exchange.Id] = $"{exchange.Method} {exchange.Path}: {difference}";
            }
        }

        return differing;
    }

    private static bool BuildsOn(Exchange exchange, Exchange read) =>
        exchange.Method is "PUT" or "PATCH" && exchange.Path.Split('?')[0] == read.Path.Split('?')[0] && exchange.RequestBody?.ToJsonString().Contains("resourceVersion", StringComparison.Ordinal) == true;

    // Controllers act between requests, here as there: a read may be asked again until it shows what was recorded.
    private async Task<string?> SendUntilAlikeAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var difference = await TrySendAsync(exchange, cancellationToken);
            var mayChange = exchange.Method == "GET" && !exchange.Path.Contains("watch", StringComparison.Ordinal);
            if (difference is null || !mayChange || TimeProvider.System.GetElapsedTime(deadline) > Patience)
            {
                return difference;
            }

            await Task.Delay(150, cancellationToken);
        }
    }

    private async Task<string?> TrySendAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(exchange, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or System.Text.Json.JsonException && !cancellationToken.IsCancellationRequested)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private async Task<string?> SendAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        if (exchange.Status == 304)
        {
            // The recording leaves out what the client had in its cache: it was what the server would say.
            using var first = Request(exchange);
            using var known = await http.SendAsync(first, cancellationToken);
            _tag = known.Headers.ETag?.ToString();
        }

        using var request = Request(exchange);
        var watch = exchange.Path.Contains("watch=true", StringComparison.Ordinal) || exchange.Path.Contains("/watch/", StringComparison.Ordinal);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(watch ? 20 : 8));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
        if ((int)response.StatusCode != exchange.Status)
        {
            var words = await response.Content.ReadAsStringAsync(timeout.Token);
            return $"status {(int)response.StatusCode}, expected {exchange.Status}: {(words.Length > 300 ? words[..300] : words)}";
        }

        var media = response.Content.Headers.ContentType?.ToString().Replace(" ", "") ?? "";
        if (exchange.Status != 304 && media != exchange.ContentType.Replace(" ", ""))
        {
            return $"content type {media}, expected {exchange.ContentType}";
        }

        if (watch && exchange.Status == 200)
        {
            return await CompareWatchAsync(exchange, response, timeout);
        }

        var body = await response.Content.ReadAsByteArrayAsync(timeout.Token);
        return CompareBody(exchange, body);
    }

    private HttpRequestMessage Request(Exchange exchange)
    {
        var request = new HttpRequestMessage(new HttpMethod(exchange.Method), _translation.Apply(exchange.Path + "&").TrimEnd('&').TrimStart('/'));
        var bearer = exchange.Bearer is { } given ? (given == "<jwt>" ? _serviceAccountToken ?? "none" : given) : token;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        request.Headers.UserAgent.ParseAdd(exchange.Headers.GetValueOrDefault("accept") == "*/*" ? "curl/8.14" : "kubectl/v1.35.2");
        if (exchange.Status == 304 && _tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", _tag);
        }

        foreach (var (name, value) in exchange.Headers)
        {
            if (name is not ("content-type" or "authorization" or "if-none-match"))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (exchange.RequestBody is not null || exchange.Headers.ContainsKey("content-type"))
        {
            var release = exchange.RequestBody is JsonObject cut && cut["base64Length"] is not null;
            request.Content = new ByteArrayContent(release ? Encoding.UTF8.GetBytes(Release(exchange)) : Body(exchange.RequestBody));
            if (release)
            {
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            }
            else if (exchange.Headers.TryGetValue("content-type", out var contentType))
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }
        }

        return request;
    }

    private byte[] Body(JsonNode? body) => body switch
    {
        JsonObject wrapped when wrapped["base64"] is { } encoded => Convert.FromBase64String((string)encoded!),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Encoding.UTF8.GetBytes(_translation.Apply((string)value!)),
        null => [],
        _ => Encoding.UTF8.GetBytes(_translation.Apply(body.ToJsonString())),
    };

    private string? CompareBody(Exchange exchange, byte[] body)
    {
        switch (exchange.ResponseBody)
        {
            case null:
                return null;
            case JsonObject wrapped when wrapped["base64"] is { } encoded:
                if (!body.AsSpan().StartsWith("k8s\0"u8))
                {
                    return "the answer is no Kubernetes protobuf";
                }

                var types = Schemas.TypeTable.For(28);
                var (wanted, got) = (Plain(Proto.ProtoReader.Envelope(Convert.FromBase64String((string)encoded!), types)), Plain(Proto.ProtoReader.Envelope(body, types)));
                Remember(exchange, wanted, got);
                var unlike = Shape.Compare(wanted, got);
                return unlike.Count == 0 ? null : string.Join("; ", unlike);
            case JsonObject cut when cut["base64Length"] is not null:
                return body.AsSpan().StartsWith("k8s\0"u8) ? null : "the answer is no Kubernetes protobuf";
            case JsonObject omitted when omitted["omitted"] is not null:
                return null;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                return Texts(Shape.Mask((string)text!).Trim().Split('\n'), Shape.Mask(Encoding.UTF8.GetString(body)).Trim().Split('\n'));
            default:
                var node = JsonNode.Parse(body);
                Remember(exchange, exchange.ResponseBody, node);
                var differences = Shape.Compare(exchange.ResponseBody, node);
                return differences.Count == 0 ? null : string.Join("; ", differences);
        }
    }

    private static string? Texts(string[] expected, string[] actual)
    {
        // The lines of a certificate are its own.
        static bool Encoded(string line) => line.Trim() is { Length: > 8 } text && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=');
        var (wanted, got) = (expected.Where(l => !Encoded(l)).ToList(), actual.Where(l => !Encoded(l)).ToList());
        for (var i = 0; i < Math.Max(wanted.Count, got.Count); i++)
        {
            var (want, have) = (wanted.ElementAtOrDefault(i) ?? "<end>", got.ElementAtOrDefault(i) ?? "<end>");
            if (want != have && !(want.Trim().StartsWith('"') is false && want.Contains("<rv>", StringComparison.Ordinal)))
            {
                return $"line {i + 1} is \"{Cut(have)}\", expected \"{Cut(want)}\"";
            }
        }

        return null;
    }

    // Protobuf writes empty values where JSON leaves them out: both sides are compared without them.
    private static JsonNode Plain(Json.Map map)
    {
        static void Trim(Json.Map map)
        {
            foreach (var (key, value) in map.ToList())
            {
                if (value is Json.Map child)
                {
                    Trim(child);
                }
                else if (value is Json.Seq list)
                {
                    list.OfType<Json.Map>().ToList().ForEach(Trim);
                }

                if (value is null or "" or 0L or false or Json.Map { Count: 0 })
                {
                    map.Remove(key);
                }
            }
        }

        Trim(map);
        return JsonNode.Parse(Json.JsonText.ToText(map))!;
    }

    private void Remember(Exchange exchange, JsonNode? recorded, JsonNode? node)
    {
        _ = exchange;
        _translation.Learn(recorded, node);
        if ((string?)node?["kind"] == "TokenRequest")
        {
            _serviceAccountToken = (string?)node["status"]?["token"];
        }
    }

    private static async Task<string?> CompareWatchAsync(Exchange exchange, HttpResponseMessage response, CancellationTokenSource timeout)
    {
        var expected = exchange.ResponseBody switch
        {
            JsonArray events => events.Select(item => item!).ToList(),
            JsonObject single => [single],
            JsonValue text => ((string)text!).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Whole).OfType<JsonNode>().ToList(),
            _ => [],
        };
        var actual = new List<JsonNode>();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(timeout.Token));
        timeout.CancelAfter(TimeSpan.FromSeconds(6));
        try
        {
            while (actual.Count < expected.Count && await reader.ReadLineAsync(timeout.Token) is { } line)
            {
                actual.Add(JsonNode.Parse(line)!);
            }
        }
        catch (OperationCanceledException)
        {
            // Compared below: too few events is a difference.
        }

        for (var i = 0; i < expected.Count; i++)
        {
            if (i >= actual.Count)
            {
                return $"{actual.Count} events, expected {expected.Count}";
            }

            var differences = Shape.Compare(expected[i], actual[i]);
            if (differences.Count > 0)
            {
                return $"event {i}: {string.Join("; ", differences)}";
            }
        }

        return null;
    }

    // A long recording ends within an event.
    private static JsonNode? Whole(string line)
    {
        try
        {
            return JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Of helm's release records only the length was kept: one of the same name and labels stands in.
    private string Release(Exchange exchange)
    {
        var version = exchange.Method == "POST" ? ++_releases : int.Parse(exchange.Path[(exchange.Path.LastIndexOf('v') + 1)..]);
        return $$$"""
            {"apiVersion":"v1","kind":"Secret","type":"helm.sh/release.v1","data":{"release":"eA=="},"metadata":{"name":"sh.helm.release.v1.demo.v{{{version}}}","namespace":"rec-helm",
            "labels":{"name":"demo","owner":"helm","status":"deployed","version":"{{{version}}}"} } }
            """;
    }

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200] + "…";
}

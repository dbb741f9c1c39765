using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Ctl.Running;

namespace Portal.Ctl.Portal;

/// <summary>Reads why the portal refused: problem details (RFC 9457) with the portal's `remedy`, `field` and `reference`.</summary>
internal static class ProblemDocument
{
    private const int MostText = 2000;

    public static CtlException Read(HttpStatusCode status, string body)
    {
        var document = Parse(body);
        return new CtlException(
            CodeOf(status),
            Text(document, "title") ?? (status == HttpStatusCode.Unauthorized ? "The portal does not know you" : $"The portal refused the request ({(int)status})"),
            Text(document, "detail") ?? (status == HttpStatusCode.Unauthorized ? "The token is missing, has expired or was revoked." : ""),
            status == HttpStatusCode.Unauthorized ? "Make a token under Settings, API tokens, and sign in with it: portalctl login URL." : Text(document, "remedy") ?? "")
        {
            Field = Text(document, "field"),
            Reference = Text(document, "reference"),
        };
    }

    private static int CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => ExitCode.NotFound,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCode.Refused,
        _ => ExitCode.Failed,
    };

    private static JsonObject? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject? document, string member) =>
        document?[member] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text[..Math.Min(text.Length, MostText)]
            : null;
}

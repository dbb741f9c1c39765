using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Problems;

namespace Portal.Web.Hosting;

/// <summary>Turns what an endpoint threw into a problem. Pages have their own way: this answers for the API only.</summary>
internal sealed partial class ApiExceptionHandler(ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (!ApiPaths.IsApi(context))
        {
            return false;
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var (problem, status) = Read(exception);
        if (status >= StatusCodes.Status500InternalServerError && problem.Kind == ProblemKind.Internal)
        {
            LogFault(exception, context.Request.Method, context.Request.Path, ProblemAnswers.Reference(context));
        }

        await ProblemAnswers.WriteAsync(context, problem, status);
        return true;
    }

    private static (Problem Problem, int Status) Read(Exception exception) => exception switch
    {
        ProblemException known => (known.Problem, ProblemStatus.Of(known.Problem.Kind)),
        BadHttpRequestException { InnerException: JsonException json } => (Describe(json), StatusCodes.Status400BadRequest),
        BadHttpRequestException bad => (ProblemStatus.Describe(bad.StatusCode) with { Why = Why(bad), Field = Parameter(bad) }, bad.StatusCode),
        DbUpdateConcurrencyException => (
            new Problem(ProblemKind.Conflict, "It was not changed", "Somebody else changed it meanwhile.", "Read it again, then repeat the change."),
            StatusCodes.Status409Conflict),
        _ => (ProblemStatus.Describe(500), StatusCodes.Status500InternalServerError),
    };

    // Messages of the framework name parameters and never quote a body.
    private static string Why(BadHttpRequestException bad) =>
        bad.StatusCode == StatusCodes.Status400BadRequest ? bad.Message : ProblemStatus.Describe(bad.StatusCode).Why;

    private static string? Parameter(BadHttpRequestException bad) => NamedParameter().Match(bad.Message) is { Success: true } named ? named.Groups[1].Value : null;

    private static Problem Describe(JsonException json)
    {
        if (MissingMembers().Match(json.Message) is { Success: true } missing)
        {
            return new Problem(
                ProblemKind.Invalid, "The body was not understood", $"What is missing: {missing.Groups[1].Value.Replace("'", "", StringComparison.Ordinal)}.", "Compare it with /openapi/v1.json.",
                missing.Groups[1].Value.Split('\'')[1]);
        }

        var field = json.Path?.TrimStart('$', '.');
        var place = json.LineNumber is { } line ? $" (line {line + 1}, byte {json.BytePositionInLine + 1})" : "";
        return new Problem(
            ProblemKind.Invalid,
            "The body was not understood",
            string.IsNullOrEmpty(field) ? $"It is not the JSON that is expected here{place}." : $"'{field}' is unknown here or has the wrong type{place}.",
            "Compare it with /openapi/v1.json.",
            string.IsNullOrEmpty(field) ? null : field);
    }

    [GeneratedRegex("parameter \"(?:[^\"]* )?([^ \"]+)\"")]
    private static partial Regex NamedParameter();

    [GeneratedRegex("missing required properties including: ('[^']+'(?:, '[^']+')*)")]
    private static partial Regex MissingMembers();

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed; the caller was given reference {Reference}")]
    private partial void LogFault(Exception exception, string method, string path, string reference);
}

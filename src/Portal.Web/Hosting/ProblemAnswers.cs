using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Problems;

namespace Portal.Web.Hosting;

/// <summary>Problems as RFC 9457 documents: title = what, detail = why, and the members remedy, field and reference.</summary>
internal static class ProblemAnswers
{
    /// <summary>Finds the request in the log.</summary>
    public static string Reference(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    public static ProblemHttpResult Answer(HttpContext context, Problem problem, int? status = null)
    {
        var details = new ProblemDetails
        {
            Type = $"urn:portal:problem:{problem.Kind.ToString().ToLowerInvariant()}",
            Title = problem.What,
            Detail = problem.Why,
            Status = status ?? ProblemStatus.Of(problem.Kind),
            Instance = context.Request.Path,
        };
        details.Extensions["remedy"] = problem.Remedy;
        if (problem.Field is not null)
        {
            details.Extensions["field"] = problem.Field;
        }

        details.Extensions["reference"] = Reference(context);
        return TypedResults.Problem(details);
    }

    public static Task WriteAsync(HttpContext context, Problem problem, int? status = null) =>
        Answer(context, problem, status).ExecuteAsync(context);
}

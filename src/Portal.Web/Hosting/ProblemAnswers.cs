using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Problems;
using Portal.Web.Shell;

namespace Portal.Web.Hosting;

/// <summary>Problems as RFC 9457 documents: title = what, detail = why, and the members
/// remedy, field and reference. In English, unless the caller asks for another language (Accept-Language).</summary>
internal static class ProblemAnswers
{
    /// <summary>Finds the request in the log.</summary>
    public static string Reference(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    public static ProblemHttpResult Answer(HttpContext context, Problem problem, int? status = null)
    {
        // Asked of the request: where a failure is answered, the culture of the thread is no longer the caller's.
        var language = context.Features.Get<IRequestCultureFeature>()?.RequestCulture.UICulture ?? CultureInfo.InvariantCulture;
        var details = new ProblemDetails
        {
            Type = $"urn:portal:problem:{problem.Kind.ToString().ToLowerInvariant()}",
            Title = PhraseBook.Say(problem.What, language),
            Detail = PhraseBook.Say(problem.Why, language),
            Status = status ?? ProblemStatus.Of(problem.Kind),
            Instance = context.Request.Path,
        };
        details.Extensions["remedy"] = PhraseBook.Say(problem.Remedy, language);
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

using System.Globalization;

namespace Portal.Web.Api;

/// <summary>Versions of rows as entity tags: a change names the version that its author saw.</summary>
internal static class ETags
{
    public static void Write(HttpContext context, uint version) => context.Response.Headers.ETag = Of(version);

    public static string Of(uint version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version in If-Match, which must be the one of <paramref name="current"/>. Answers 428 and 412 otherwise.</summary>
    public static uint Demand(string? ifMatch, uint current)
    {
        if (string.IsNullOrEmpty(ifMatch))
        {
            throw new BadHttpRequestException("The header If-Match is missing.", StatusCodes.Status428PreconditionRequired);
        }

        return ifMatch == Of(current) ? current : throw new BadHttpRequestException(
            "The version in If-Match is not the one that is stored.", StatusCodes.Status412PreconditionFailed);
    }
}

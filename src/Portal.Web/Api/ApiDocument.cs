using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Portal.Web.Api;

/// <summary>What the OpenAPI document says beyond the endpoints themselves.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    private const string About = """
        Everything that the pages can do. Authorise with an API token (`Authorization: Bearer kp_…`), made under Settings, API tokens.

        - Failures are problem details (RFC 9457): `title` says what happened, `detail` why, `remedy` what to do, `field` which input is at fault; `reference` finds the request in the portal's log.
        - Lists are `{ items, total, next }`. `next` is null on the last page; else pass it back as `after` (operations) or `skip` (all others).
        - Every POST takes an `Idempotency-Key`: sent again within a day, it takes no second effect and is answered as the first was.
        - Reads of one fleet or cluster carry an `ETag`; changes of it need it in `If-Match`.
        - Enums are words. Unknown members of a body are refused.
        """;

    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath is { } path
            && (path.StartsWith("api/v1", StringComparison.Ordinal) || path.StartsWith("join/", StringComparison.Ordinal));
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Kurator Portal", Version = Name, Description = About };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [ApiDocumentOperations.Token] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "kp_…",
                    Description = "An API token of a user.",
                },
                [ApiDocumentOperations.Session] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Cookie,
                    Name = "portal.session",
                    Description = "A browser's session. Unsafe methods also need the token of /api/v1/me/antiforgery.",
                },
                [ApiDocumentOperations.JoinToken] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "The one-time token of a join command.",
                },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(TextSchemas.DescribeAsync);
        options.AddSchemaTransformer(ComputedMembers.DescribeAsync);
        options.AddOperationTransformer(ApiDocumentOperations.Describe);
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Portal.Core.Access;

namespace Portal.Web.Api;

/// <summary>What is true of every operation of the document: its security, its role, its Idempotency-Key.</summary>
internal static class ApiDocumentOperations
{
    public const string Token = "token";
    public const string Session = "session";
    public const string JoinToken = "joinToken";

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isOpen = metadata.OfType<IAllowAnonymous>().Any();
        operation.Security = isOpen
            ? [Requirement(JoinToken, context.Document)]
            : [Requirement(Token, context.Document), Requirement(Session, context.Document)];
        var rule = metadata.OfType<IAuthorizeData>().Select(data => data.Policy).LastOrDefault(policy => policy is not null);
        if (Enum.TryParse<Permission>(rule, out var permission) && AccessPolicy.LeastRoleFor(permission) is { } role)
        {
            var inTeam = AccessPolicy.RuleOf(permission) is { Team: { } least } ? $" in the portal, or {least} in the team that owns it" : "";
            operation.Description = $"{operation.Description} Needs the role {role}{inTeam}.".Trim();
        }

        if (context.Description.HttpMethod == "POST" && !isOpen)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotentPosts.Header,
                In = ParameterLocation.Header,
                Description = "1 to 128 visible ASCII characters, such as a UUID. The same request under the same key takes effect once.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 128 },
                Example = "0199a1b2-5c3d-7e4f-8a9b-0c1d2e3f4a5b",
            });
        }

        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument? document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}

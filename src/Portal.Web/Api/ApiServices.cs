using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Portal.Web.Operations;

namespace Portal.Web.Api;

/// <summary>What all resources of the REST API share.</summary>
public static class ApiServices
{
    public static void AddApi(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(options => Tighten(options.SerializerOptions));
        services.AddRateLimiter(JoinRateLimit.Add);
        services.AddRateLimiter(WebhookRateLimit.Add);
        services.AddScoped<OperationFeed>();
        services.AddHostedService<IdempotencyPurge>();
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Describe);
    }

    public static void UseApi(this WebApplication app)
    {
        app.UseRateLimiter();
        app.UseMiddleware<ApiAntiforgery>();
        app.UseMiddleware<IdempotentPosts>();
    }

    /// <summary>The group of version 1: resources add themselves to it.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        return app.MapGroup(Hosting.ApiPaths.Version1)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status500InternalServerError);
    }

    /// <summary>What is unknown, doubled or of the wrong type is refused, and not guessed.</summary>
    private static void Tighten(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = 32;
        options.Converters.Add(new PlainText());
        options.Converters.Add(new FiniteNumber());
        options.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
    }
}

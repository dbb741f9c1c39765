using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Api;

public sealed class ApiDocumentTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void EveryEndpoint_SaysWhatItIs()
    {
        var silent = ApiEndpoints.OfApi(fixture.Host).Where(endpoint =>
            endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is null
            || string.IsNullOrEmpty(endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary)
            || endpoint.Metadata.GetMetadata<ITagsMetadata>() is not { Tags.Count: > 0 }
            || !endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Any(response => response.StatusCode < 300)
            || endpoint.Metadata.GetMetadata<IAuthorizeData>() is null);

        Assert.Empty(silent.Select(ApiEndpoints.Pattern));
    }

    [Fact]
    public async Task Document_OfVersion1_IsComplete()
    {
        using var browser = fixture.Host.Browser();
        using var document = JsonDocument.Parse(await browser.GetStringAsync("/openapi/v1.json", Stop));
        var root = document.RootElement;

        var described = root.GetProperty("paths").EnumerateObject().Sum(path => path.Value.EnumerateObject().Count());
        Assert.Equal(ApiEndpoints.All(fixture.Host).Count(IsDescribed), described);
        var schemes = root.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("bearer", schemes.GetProperty("token").GetProperty("scheme").GetString());
        foreach (var operation in root.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()))
        {
            Assert.NotEmpty(operation.Value.GetProperty("operationId").GetString()!);
            Assert.True(operation.Value.GetProperty("security").GetArrayLength() > 0);
        }
    }

    [Fact]
    public async Task Document_Create_NamesTheIdempotencyKeyTheRoleAndTheProblems()
    {
        using var browser = fixture.Host.Browser();
        using var document = JsonDocument.Parse(await browser.GetStringAsync("/openapi/v1.json", Stop));

        var create = document.RootElement.GetProperty("paths").GetProperty("/api/v1/fleets").GetProperty("post");

        Assert.Contains("Operator", create.GetProperty("description").GetString());
        Assert.Contains(create.GetProperty("parameters").EnumerateArray(), parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key");
        Assert.True(create.GetProperty("responses").TryGetProperty("409", out _));
        Assert.True(create.GetProperty("responses").TryGetProperty("201", out _));
    }

    private static bool IsDescribed(RouteEndpoint endpoint) =>
        ApiEndpoints.Pattern(endpoint) is var path
        && (path.StartsWith("/api/v1", StringComparison.Ordinal) || path.StartsWith("/join/", StringComparison.Ordinal));
}

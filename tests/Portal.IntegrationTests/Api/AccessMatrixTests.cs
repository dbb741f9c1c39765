using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Teams;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Api;

/// <summary>Walks every endpoint as everybody: what is added later is walked too.</summary>
public sealed class AccessMatrixTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    // Whatever is open to everybody is listed here, so that nothing is by accident.
    private static readonly string[] Open = ["/healthz", "/readyz", "/metrics", "/openapi/{documentName}.json", "/join/script", "/join/complete", "/account/sign-in", "/account/second-step", "/account/recovery", "/account/passkey/options", "/account/openid/{provider}", "/account/openid/{provider}/end", "/account/openid/{provider}/logout", "/account/signed-out", "/error", "/api/v1/applications/{id:guid}/source/webhook"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Attack", "19")]
    public async Task EveryEndpoint_Anonymous_IsClosedUnlessListed()
    {
        using var anonymous = fixture.Host.Browser();
        foreach (var endpoint in ApiEndpoints.All(fixture.Host).Where(IsOurs))
        {
            using var answer = await anonymous.SendAsync(ApiEndpoints.Request(endpoint), Stop);

            var closed = ApiEndpoints.Pattern(endpoint).StartsWith("/api/", StringComparison.Ordinal) || ApiEndpoints.Pattern(endpoint).StartsWith("/prom/", StringComparison.Ordinal) || ApiEndpoints.Pattern(endpoint).StartsWith("/k8s/", StringComparison.Ordinal)
                ? answer.StatusCode == HttpStatusCode.Unauthorized
                : answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.PathAndQuery.StartsWith("/account/sign-in", StringComparison.Ordinal);
            Assert.True(closed || Open.Contains(ApiEndpoints.Pattern(endpoint)), $"{Name(endpoint)} answered {answer.StatusCode} to nobody");
        }
    }

    [Theory]
    [InlineData(PortalRole.Viewer, null)]
    [InlineData(PortalRole.Operator, null)]
    [InlineData(PortalRole.Admin, null)]
    [InlineData(PortalRole.Auditor, null)]
    [InlineData(null, null)]
    [InlineData(null, TeamRole.Viewer)]
    [InlineData(null, TeamRole.Developer)]
    [InlineData(null, TeamRole.Operator)]
    [InlineData(null, TeamRole.Owner)]
    [Trait("Attack", "27")]
    public async Task EveryApiEndpoint_ByRole_FollowsThePolicy(PortalRole? role, TeamRole? inTeam)
    {
        var name = await AddAsync("walker", role, inTeam);
        using var script = await fixture.Host.ScriptOfAsync(name);
        foreach (var endpoint in ApiEndpoints.OfApi(fixture.Host))
        {
            using var answer = await script.SendAsync(ApiEndpoints.Request(endpoint), HttpCompletionOption.ResponseHeadersRead, Stop);

            Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.True((answer.StatusCode == HttpStatusCode.Forbidden) != IsLetIn(endpoint, role, inTeam), $"{Name(endpoint)} answered {answer.StatusCode} to {name}");
            Assert.True((int)answer.StatusCode != 500, $"{Name(endpoint)} failed: {await BodyAsync(answer)}");
        }
    }

    [Fact]
    [Trait("Attack", "19")]
    public void EveryEndpoint_DeclaresItsRule()
    {
        var undeclared = ApiEndpoints.All(fixture.Host).Where(IsOurs)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && PolicyOf(endpoint) is null)
            .Select(Name);

        Assert.Empty(undeclared);
    }

    [Theory]
    [InlineData(PortalRole.Viewer, null)]
    [InlineData(PortalRole.Operator, null)]
    [InlineData(PortalRole.Admin, null)]
    [InlineData(PortalRole.Auditor, null)]
    [InlineData(null, null)]
    [InlineData(null, TeamRole.Viewer)]
    [InlineData(null, TeamRole.Developer)]
    [InlineData(null, TeamRole.Operator)]
    [InlineData(null, TeamRole.Owner)]
    [Trait("Attack", "27")]
    public async Task EveryPage_ByRole_FollowsThePolicy(PortalRole? role, TeamRole? inTeam)
    {
        var name = await AddAsync("reader", role, inTeam);
        using var browser = await fixture.Host.SignInAsync(name);
        foreach (var page in ApiEndpoints.Pages(fixture.Host).Where(page => page.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            using var answer = await browser.GetAsync(ApiEndpoints.Address(page), HttpCompletionOption.ResponseHeadersRead, Stop);

            var isDenied = answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.OriginalString.Contains("/account/denied", StringComparison.Ordinal);
            var isShown = answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound;
            Assert.True(IsLetIn(page, role, inTeam) ? isShown : isDenied, $"{Name(page)} answered {answer.StatusCode} to {name}");
        }

        using var jobs = await browser.GetAsync("/hangfire", Stop);
        Assert.Equal(role == PortalRole.Admin, jobs.StatusCode == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"unknown\":1}")]
    [InlineData("{\"name\":1,\"role\":7,\"description\":[],\"kubeconfig\":{},\"clusterIds\":\"x\",\"revision\":\"one\",\"current\":1}")]
    [InlineData("{\"name\":null,\"role\":null,\"fleetId\":null,\"kubeconfig\":null,\"clusterIds\":null,\"daysValid\":null,\"current\":null}")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}")]
    [InlineData("{\"name\":\"\\u0000\"}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [Trait("Attack", "mass-assignment")]
    public async Task EveryBody_Malformed_IsRefusedAsAProblem(string body)
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Admin);
        foreach (var endpoint in ApiEndpoints.OfApi(fixture.Host).Where(TakesBody))
        {
            using var answer = await script.SendAsync(ApiEndpoints.Request(endpoint, body), Stop);

            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{Name(endpoint)} answered {answer.StatusCode} to {body}: {await BodyAsync(answer)}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [InlineData("take=many")]
    [InlineData("skip=1e9")]
    [InlineData("state=1")]
    [InlineData("kind=%00")]
    [InlineData("sort=Nothing")]
    [InlineData("fleet=x&clusterId=x&fleetId=x")]
    [InlineData("take=-1&skip=-1")]
    [InlineData("after=%22%27&search=%25%5C_%27")]
    [InlineData("after=99999999999999999999999999999")]
    public async Task EveryQuery_Malformed_NeverFails(string query)
    {
        using var script = await fixture.Host.ScriptAsync(PortalRole.Admin);
        foreach (var endpoint in ApiEndpoints.OfApi(fixture.Host).Where(endpoint => ApiEndpoints.Method(endpoint) == "GET"))
        {
            using var answer = await script.GetAsync($"{ApiEndpoints.Address(endpoint)}?{query}", HttpCompletionOption.ResponseHeadersRead, Stop);

            Assert.True((int)answer.StatusCode < 500, $"{Name(endpoint)} answered {answer.StatusCode} to {query}: {await BodyAsync(answer)}");
        }
    }

    private static bool TakesBody(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IAcceptsMetadata>() is not null;

    // Files and the framework's own scripts are open, and are no endpoints of ours.
    private static bool IsOurs(RouteEndpoint endpoint) =>
        !ApiEndpoints.Pattern(endpoint).StartsWith("/_", StringComparison.Ordinal)
        && ApiEndpoints.Pattern(endpoint) != "/{**path:file}"
        && endpoint.Metadata.All(item => item.GetType().Name != "StaticAssetDescriptor");

    private async Task<string> AddAsync(string who, PortalRole? role, TeamRole? inTeam)
    {
        var name = $"{who}-{role?.ToString() ?? "none"}-{inTeam?.ToString() ?? "none"}".ToLowerInvariant();
        await fixture.Host.CreateUserAsync(role, name);
        if (inTeam is { } held)
        {
            await fixture.Host.Services.GetRequiredService<ITeams>().AddMemberAsync(Team.PlatformId, new MemberRequest(name, held), Actor.Portal, Stop);
        }

        return name;
    }

    private static bool IsLetIn(RouteEndpoint endpoint, PortalRole? role, TeamRole? inTeam) => RuleOf(endpoint) is not { } rule
        || rule.IsOwn
        || (role is { } ofPortal && rule.Portal.Contains(ofPortal))
        || (inTeam is { } ofTeam && ofTeam >= rule.Team);

    /// <summary>Null for what whoever is signed in may have.</summary>
    private static AccessRule? RuleOf(RouteEndpoint endpoint) =>
        Enum.TryParse<Permission>(PolicyOf(endpoint), out var permission) ? AccessPolicy.RuleOf(permission) : null;

    private static string? PolicyOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).LastOrDefault(policy => policy is not null);

    private static string Name(RouteEndpoint endpoint) => $"{ApiEndpoints.Method(endpoint)} {ApiEndpoints.Pattern(endpoint)}";

    private static Task<string> BodyAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Stop);
}

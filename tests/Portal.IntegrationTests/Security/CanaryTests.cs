using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Teams;
using Portal.IntegrationTests.Api;
using Portal.IntegrationTests.Operations;

namespace Portal.IntegrationTests.Security;

/// <summary>A secret that was given once comes back nowhere: not from any address to anybody, not in any table, not in the log.</summary>
public sealed class CanaryTests(CanaryPortal portal) : IClassFixture<CanaryPortal>
{
    /// <summary>Manifests and values themselves: who manages applications and components wrote them, and reads them again to change them.</summary>
    private static readonly string[] OfManagers = ["/api/v1/applications/{id:guid}/revisions/{number:int}", "/api/v1/clusters/{clusterId:guid}/components/{component}"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PortalRole.Viewer, null)]
    [InlineData(PortalRole.Operator, null)]
    [InlineData(PortalRole.Admin, null)]
    [InlineData(PortalRole.Auditor, null)]
    [InlineData(null, TeamRole.Viewer)]
    [InlineData(null, TeamRole.Owner)]
    [Trait("Attack", "1")]
    [Trait("Attack", "2")]
    public async Task NoAddress_ShowsASecret(PortalRole? role, TeamRole? inTeam)
    {
        var name = $"reader-{role?.ToString() ?? "none"}-{inTeam?.ToString() ?? "none"}".ToLowerInvariant();
        await portal.Host.CreateUserAsync(role, name);
        if (inTeam is { } held)
        {
            await portal.Host.Services.GetRequiredService<ITeams>().AddMemberAsync(Team.PlatformId, new MemberRequest(name, held), Actor.Portal, Stop);
        }

        using var script = await portal.Host.ScriptOfAsync(name);
        using var browser = await portal.Host.SignInAsync(name);
        var found = new List<string>();
        var answered = 0;
        var manages = role is PortalRole.Operator or PortalRole.Admin || inTeam is TeamRole.Owner;
        foreach (var endpoint in ApiEndpoints.OfApi(portal.Host).Concat(ApiEndpoints.Pages(portal.Host)).Where(endpoint => ApiEndpoints.Method(endpoint) == "GET"))
        {
            if (manages && OfManagers.Contains(ApiEndpoints.Pattern(endpoint)))
            {
                continue;
            }

            var address = Address(endpoint);
            using var answer = await (ApiEndpoints.Pattern(endpoint).StartsWith("/api/", StringComparison.Ordinal) ? script : browser)
                .GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Stop);
            if (answer.Content.Headers.ContentType?.MediaType != "text/event-stream")
            {
                var body = await answer.Content.ReadAsStringAsync(Stop);
                answered += answer.IsSuccessStatusCode ? 1 : 0;
                found.AddRange(portal.Shown(body + answer.Headers).Select(shown => $"{address} shows {name} the secret of {shown}"));
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.True(answered > 10, $"Only {answered} addresses answered {name}.");
    }

    [Fact]
    [Trait("Attack", "1")]
    public async Task NoTable_AndNoArgumentOfAJob_HoldsASecret()
    {
        var found = new List<string>();
        foreach (var (where, text) in portal.AllForms())
        {
            found.AddRange((await DatabaseSearch.TablesWithAsync(portal.Database.DataSource, text)).Select(table => $"{table} holds the secret of {where}"));
            found.AddRange((await DatabaseSearch.TablesWithAsync(portal.Database.DataSource, text.ToLowerInvariant())).Select(table => $"{table} holds the secret of {where}"));
        }

        Assert.Empty(found.Distinct());
    }

    [Fact]
    [Trait("Attack", "3")]
    public void NoLine_OfTheLog_HoldsASecret()
    {
        Assert.True(portal.Log.Count > 0);
        Assert.Empty(portal.AllForms().SelectMany(form => portal.Log.With(form.Text).Select(line => $"{form.Where}: {line}")));
    }

    /// <summary>Of what there is, as far as there is one.</summary>
    private string Address(RouteEndpoint endpoint)
    {
        var parts = ApiEndpoints.Pattern(endpoint).Split('/');
        var address = ApiEndpoints.Address(endpoint).Split('/');
        for (var part = 1; part < parts.Length; part++)
        {
            var id = parts[part] switch
            {
                "{fleetId:guid}" => portal.Ids["fleets"],
                "{clusterId:guid}" => portal.Ids["clusters"],
                ['{', ..] => portal.Ids.GetValueOrDefault(parts[part - 1]),
                _ => null,
            };
            address[part] = id ?? (parts[part] == "{component}" ? "grafana" : address[part]);
        }

        return string.Join('/', address);
    }
}

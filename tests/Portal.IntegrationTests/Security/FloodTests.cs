using System.Net;
using Portal.Core.Access;
using Portal.IntegrationTests.Teams;

namespace Portal.IntegrationTests.Security;

public sealed class FloodTests(TwoTeams teams) : IClassFixture<TwoTeams>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Attack", "25")]
    public async Task Webhook_UnsignedCallsWithoutEnd_AreRefused_AndThenTurnedAway()
    {
        using var stranger = teams.Host.Browser();
        var answers = new List<HttpStatusCode>();
        for (var call = 0; call < 130; call++)
        {
            // Of an application that there is, and of one that there is not: they are answered alike.
            var application = call % 2 == 0 ? teams.Own.Application : Guid.NewGuid();
            using var answer = await stranger.PostAsync($"/api/v1/applications/{application}/source/webhook", new StringContent("{}"), Stop);
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], answers.Distinct());
        Assert.True(answers.Count(status => status == HttpStatusCode.Unauthorized) <= 120);
    }

    [Fact]
    [Trait("Attack", "25")]
    public async Task Body_LargerThanAnythingThatIsAsked_IsRefused()
    {
        using var script = await teams.Host.ScriptAsync(PortalRole.Admin);

        using var answer = await script.PostAsync("/api/v1/join/contexts", new StringContent($"{{\"kubeconfig\":\"{new string('a', 3 * 1024 * 1024)}\"}}", null, "application/json"), Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }
}

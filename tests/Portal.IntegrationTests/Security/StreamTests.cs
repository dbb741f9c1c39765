using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Teams;
using Portal.IntegrationTests.Teams;

namespace Portal.IntegrationTests.Security;

/// <summary>What is pushed is never more than what may be read, and ends with the right to it.</summary>
public sealed class StreamTests(TwoTeams teams) : IClassFixture<TwoTeams>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, TeamRole.Viewer)]
    [InlineData(null, TeamRole.Owner)]
    [InlineData(PortalRole.Viewer, null)]
    [InlineData(PortalRole.Auditor, null)]
    [InlineData(PortalRole.Admin, null)]
    [Trait("Attack", "27")]
    public async Task Stream_IsOpenedToWhomAGetAnswers(PortalRole? portal, TeamRole? inTeam)
    {
        var (script, user) = await teams.MemberAsync(inTeam ?? TeamRole.Viewer, teams.Own.Team.Id, portal);
        using var client = script;
        if (inTeam is null)
        {
            await teams.Host.Services.GetRequiredService<ITeams>().RemoveMemberAsync(teams.Own.Team.Id, user, Actor.Portal, Stop);
        }

        foreach (var operation in new[] { teams.Own.Operation, teams.Foreign.Operation, Guid.NewGuid() })
        {
            using var read = await client.GetAsync($"/api/v1/operations/{operation}", Stop);
            using var pushed = await client.GetAsync($"/api/v1/operations/{operation}/events", HttpCompletionOption.ResponseHeadersRead, Stop);
            using var log = await client.GetAsync($"/api/v1/operations/{operation}/log/download", Stop);

            Assert.Equal((read.StatusCode, read.StatusCode), (pushed.StatusCode, log.StatusCode));
        }
    }

    [Fact]
    [Trait("Attack", "11")]
    [Trait("Attack", "27")]
    public async Task OpenStream_OfAMemberWhoIsRemoved_TellsNothingMore()
    {
        var (script, user) = await teams.MemberAsync(TeamRole.Operator, teams.Own.Team.Id);
        using var client = script;
        var id = await teams.OperateAsync(new OperationPlan(
            OperationKinds.InstallComponent, teams.Own.Cluster, teams.Own.ClusterName, teams.Own.Fleet, [], TimeSpan.FromMinutes(1)));
        using var answer = await client.GetAsync($"/api/v1/operations/{id}/events", HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("event: operation", await stream.ReadLineAsync(Stop));

        await teams.Host.Services.GetRequiredService<ITeams>().RemoveMemberAsync(teams.Own.Team.Id, user, Actor.Portal, Stop);
        await using (var db = await teams.Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop))
        {
            db.OperationLog.Add(new OperationLogLine { OperationId = id, At = DateTimeOffset.UtcNow, Level = LineLevel.Info, Text = "after the removal" });
            await db.SaveChangesAsync(Stop);
        }

        Assert.DoesNotContain("after the removal", await ToTheEndAsync(stream), StringComparison.Ordinal);
    }

    /// <summary>A stream that is refused in its midst is cut.</summary>
    private static async Task<string> ToTheEndAsync(StreamReader stream)
    {
        var text = new System.Text.StringBuilder();
        try
        {
            while (await stream.ReadLineAsync(Stop) is { } line)
            {
                text.AppendLine(line);
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            text.AppendLine("cut");
        }

        return text.ToString();
    }
}

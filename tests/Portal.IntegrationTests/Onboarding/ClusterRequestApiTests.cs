using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Onboarding.Requests;
using Portal.IntegrationTests.Api;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Onboarding;

/// <summary>Asking, deciding, expiring and withdrawing: what needs no cluster.</summary>
public sealed class ClusterRequestApiTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private const string Requests = "/api/v1/onboarding/requests";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_OutsideOfTheLimits_IsRefusedByName_AndChangedWaits()
    {
        using var team = await AskingTeam.CreateAsync(fixture.Host, Stop);
        await team.SetPolicyAsync(new { teamId = team.TeamId, regions = new[] { "eu-west-1" }, maxNodes = 3, quota = 1, namePattern = "pay-.*" });

        var refused = await team.Developer.PostAsync(Requests, team.Ask("shop", region: "us-east-1", nodes: 9), HttpStatusCode.Created);
        var id = Id(refused);
        Assert.Equal("Refused", State(refused));
        Assert.Equal(["name", "region", "nodes"], Failed(refused));
        Assert.Contains("Choose one of these regions: eu-west-1.", refused.GetProperty("summary").Text("reason"), StringComparison.Ordinal);

        using var changed = await team.Developer.PutAsJsonAsync($"{Requests}/{id}", new { request = team.Ask("pay-shop"), contentHash = refused.Text("contentHash") }, Stop);
        var waiting = await changed.ReadAsync(HttpStatusCode.OK);
        Assert.Equal(("Waiting", ""), (State(waiting), waiting.GetProperty("summary").Text("reason")));
        Assert.Equal(["Asked", "RefusedByRules", "Changed"], Events(waiting));
        Assert.NotEqual(refused.Text("contentHash"), waiting.Text("contentHash"));
    }

    [Fact]
    [Trait("Attack", "30")]
    public async Task Approval_AppliesToExactlyWhatWasShown_AndIsGoneWithAChange()
    {
        // Attack 30: what is approved is not what runs.
        using var team = await AskingTeam.CreateAsync(fixture.Host, Stop);
        await team.SetPolicyAsync(new { teamId = team.TeamId });
        var shown = await team.Developer.PostAsync(Requests, team.Ask(Name()), HttpStatusCode.Created);
        var path = $"{Requests}/{Id(shown)}";
        using var change = await team.Developer.PutAsJsonAsync(path, new { request = team.Ask(Name(), nodes: 900), contentHash = shown.Text("contentHash") }, Stop);
        var changed = await change.ReadAsync(HttpStatusCode.OK);

        var stale = await team.Approver.PostAsync($"{path}/approve", new { contentHash = shown.Text("contentHash") }, HttpStatusCode.Conflict);
        var approved = await team.Approver.PostAsync($"{path}/approve", new { contentHash = changed.Text("contentHash"), comment = "go" }, HttpStatusCode.OK);
        using var again = await team.Developer.PutAsJsonAsync(path, new { request = team.Ask(Name()), contentHash = changed.Text("contentHash") }, Stop);
        var after = await again.ReadAsync(HttpStatusCode.OK);
        var command = await team.Developer.PostAsync($"{path}/command", new { }, HttpStatusCode.Conflict);

        Assert.Equal("contentHash", stale.Text("field"));
        Assert.Equal(("Approved", "go"), (State(approved), approved.Text("comment")));
        Assert.Equal("Waiting", State(after));
        Assert.Equal("", after.Text("approvedBy"));
        Assert.Contains("Waiting", command.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowChangedBehindTheApproval_DoesNotJoin()
    {
        using var team = await AskingTeam.CreateAsync(fixture.Host, Stop);
        await team.SetPolicyAsync(new { teamId = team.TeamId, approval = "ByRule" });
        var approved = await team.Developer.PostAsync(Requests, team.Ask(Name()), HttpStatusCode.Created);
        await using (var db = await OpenAsync())
        {
            await db.ClusterRequests.Where(request => request.Id == Id(approved)).ExecuteUpdateAsync(row => row.SetProperty(request => request.Nodes, 500), Stop);
        }

        var refused = await team.Developer.PostAsync($"{Requests}/{Id(approved)}/command", new { }, HttpStatusCode.Conflict);

        Assert.Contains("not what was approved", refused.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "30")]
    public async Task Requester_ApprovesNothingOfTheirOwn_WhateverTheirRole()
    {
        using var team = await AskingTeam.CreateAsync(fixture.Host, Stop);
        await team.SetPolicyAsync(new { teamId = team.TeamId });
        var own = await team.Admin.PostAsync(Requests, team.Ask(Name()), HttpStatusCode.Created);
        var decision = new { contentHash = own.Text("contentHash"), comment = "mine" };

        var refused = await team.Admin.PostAsync($"{Requests}/{Id(own)}/approve", decision, HttpStatusCode.Forbidden);
        await team.Admin.PostAsync($"{Requests}/{Id(own)}/refuse", decision, HttpStatusCode.Forbidden);
        await team.Developer.PostAsync($"{Requests}/{Id(own)}/approve", decision, HttpStatusCode.Forbidden);

        // Who described it last has asked for it, too.
        using var change = await team.Approver.PutAsJsonAsync($"{Requests}/{Id(own)}", new { request = team.Ask(Name()), contentHash = own.Text("contentHash") }, Stop);
        var changed = await change.ReadAsync(HttpStatusCode.OK);
        await team.Approver.PostAsync($"{Requests}/{Id(own)}/approve", new { contentHash = changed.Text("contentHash") }, HttpStatusCode.Forbidden);

        Assert.Contains("themselves", refused.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("Waiting", State(await team.Developer.GetAsync($"{Requests}/{Id(own)}", HttpStatusCode.OK)));
    }

    [Fact]
    public async Task Refusal_OfAnApprover_NeedsWords_AndCanBeCompliedWith()
    {
        using var team = await AskingTeam.CreateAsync(fixture.Host, Stop);
        await team.SetPolicyAsync(new { teamId = team.TeamId });
        var waiting = await team.Developer.PostAsync(Requests, team.Ask(Name()), HttpStatusCode.Created);
        var path = $"{Requests}/{Id(waiting)}";

        var wordless = await team.Approver.PostAsync($"{path}/refuse", new { contentHash = waiting.Text("contentHash"), comment = " " }, HttpStatusCode.UnprocessableEntity);
        var refused = await team.Approver.PostAsync($"{path}/refuse", new { contentHash = waiting.Text("contentHash"), comment = "Use two zones." }, HttpStatusCode.OK);
        await team.Approver.PostAsync($"{path}/approve", new { contentHash = waiting.Text("contentHash") }, HttpStatusCode.Conflict);
        using var change = await team.Developer.PutAsJsonAsync(path, new { request = team.Ask(Name(), nodes: 6), contentHash = waiting.Text("contentHash") }, Stop);

        Assert.Equal("comment", wordless.Text("field"));
        Assert.Equal(("Refused", "Use two zones."), (State(refused), refused.GetProperty("summary").Text("reason")));
        Assert.Equal("Waiting", State(await change.ReadAsync(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task LastPlaceOfAQuota_RacedByFour_IsGivenOnce()
    {
        using var team = await AskingTeam.CreateAsync(fixture.Host, Stop);
        await team.SetPolicyAsync(new { teamId = team.TeamId, quota = 1, approval = "ByRule" });

        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => team.Developer.PostAsync(Requests, team.Ask(Name()), HttpStatusCode.Created)));

        Assert.Equal(["Approved", "Refused", "Refused", "Refused"], asked.Select(State).Order());
        Assert.All(asked.Where(one => State(one) == "Refused"), one => Assert.Equal(["quota"], Failed(one)));

        // A place that is given back can be taken.
        var first = asked.Single(one => State(one) == "Approved");
        await team.Developer.PostAsync($"{Requests}/{Id(first)}/withdraw", new { }, HttpStatusCode.OK);
        Assert.Equal("Approved", State(await team.Developer.PostAsync(Requests, team.Ask(Name()), HttpStatusCode.Created)));
    }

    [Fact]
    public async Task Policy_ChangedSince_IsAskedAgainAtApprovalAndAtJoining()
    {
        using var team = await AskingTeam.CreateAsync(fixture.Host, Stop);
        await team.SetPolicyAsync(new { teamId = team.TeamId });
        var first = await team.Developer.PostAsync(Requests, team.Ask(Name()), HttpStatusCode.Created);
        var second = await team.Developer.PostAsync(Requests, team.Ask(Name()), HttpStatusCode.Created);
        await team.Approver.PostAsync($"{Requests}/{Id(first)}/approve", new { contentHash = first.Text("contentHash") }, HttpStatusCode.OK);
        var policies = await team.Admin.GetAsync("/api/v1/onboarding/policies", HttpStatusCode.OK);
        var policy = policies.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("teamId").ValueKind == JsonValueKind.String && one.GetProperty("teamId").GetGuid() == team.TeamId);
        using var update = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/onboarding/policies/{policy.GetProperty("id").GetGuid()}") { Content = JsonContent.Create(new { providers = new[] { "azure" } }) };
        update.Headers.TryAddWithoutValidation("If-Match", $"\"{policy.GetProperty("version").GetUInt32()}\"");
        using var updated = await team.Admin.SendAsync(update, Stop);
        await updated.ReadAsync(HttpStatusCode.OK);

        var joining = await team.Developer.PostAsync($"{Requests}/{Id(first)}/command", new { }, HttpStatusCode.Conflict);
        var approving = await team.Approver.PostAsync($"{Requests}/{Id(second)}/approve", new { contentHash = second.Text("contentHash") }, HttpStatusCode.Conflict);

        Assert.Contains("[provider]", joining.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("[provider]", approving.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["provider"], Failed(await team.Developer.GetAsync($"{Requests}/{Id(second)}", HttpStatusCode.OK)));
    }

    [Fact]
    public async Task Requests_WhoseTimeIsOver_Expire_AndFreeTheirName()
    {
        using var team = await AskingTeam.CreateAsync(fixture.Host, Stop);
        await team.SetPolicyAsync(new { teamId = team.TeamId, approval = "ByRule", quota = 1 });
        var name = Name();
        var approved = await team.Developer.PostAsync(Requests, team.Ask(name), HttpStatusCode.Created);
        var command = await team.Developer.PostAsync($"{Requests}/{Id(approved)}/command", new { }, HttpStatusCode.OK);
        var token = command.Text("command").Split("Bearer ")[1].Split('\'')[0];
        await using (var db = await OpenAsync())
        {
            await db.ClusterRequests.Where(request => request.Id == Id(approved)).ExecuteUpdateAsync(row => row.SetProperty(request => request.ExpiresAt, DateTimeOffset.UtcNow.AddSeconds(-1)), Stop);
        }

        var late = await team.Developer.PostAsync($"{Requests}/{Id(approved)}/command", new { }, HttpStatusCode.Conflict);
        await fixture.Host.Services.GetRequiredService<RequestProgress>().ExpireAsync(Stop);

        Assert.Contains("time to join", late.GetRawText(), StringComparison.Ordinal);
        var expired = await team.Developer.GetAsync($"{Requests}/{Id(approved)}", HttpStatusCode.OK);
        Assert.Equal("Expired", State(expired));
        Assert.Equal("Expired", Events(expired)[^1]);
        using var shell = fixture.Host.Script(token);
        await shell.GetAsync("/join/script", HttpStatusCode.NotFound);
        Assert.Equal("Approved", State(await team.Developer.PostAsync(Requests, team.Ask(name), HttpStatusCode.Created)));
    }

    [Fact]
    public async Task Command_IsForWhoAsked_AndGoneWhenWithdrawn()
    {
        using var team = await AskingTeam.CreateAsync(fixture.Host, Stop);
        await team.SetPolicyAsync(new { teamId = team.TeamId, approval = "ByRule" });
        var name = Name();
        var approved = await team.Developer.PostAsync(Requests, team.Ask(name), HttpStatusCode.Created);
        var path = $"{Requests}/{Id(approved)}";

        await team.Approver.PostAsync($"{path}/command", new { }, HttpStatusCode.Forbidden);
        await team.Approver.PostAsync($"{path}/join", new { kubeconfig = "x" }, HttpStatusCode.Forbidden);
        var command = await team.Developer.PostAsync($"{path}/command", new { }, HttpStatusCode.OK);
        var token = command.Text("command").Split("Bearer ")[1].Split('\'')[0];
        using var shell = fixture.Host.Script(token);
        await team.Approver.PostAsync("/api/v1/join/commands", new { name, fleetId = team.FleetId }, HttpStatusCode.Conflict);
        Assert.StartsWith("#!/bin/sh", await shell.GetStringAsync("/join/script", Stop));
        Assert.DoesNotContain(token, (await team.Developer.GetAsync(path, HttpStatusCode.OK)).GetRawText(), StringComparison.Ordinal);
        var withdrawn = await team.Developer.PostAsync($"{path}/withdraw", new { }, HttpStatusCode.OK);

        Assert.Equal("Withdrawn", State(withdrawn));
        await shell.GetAsync("/join/script", HttpStatusCode.NotFound);
        await team.Developer.PostAsync($"{path}/command", new { }, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Stranger_SeesAndChangesNothing_ReadersSee_AndEveryActIsRecorded()
    {
        using var team = await AskingTeam.CreateAsync(fixture.Host, Stop);
        using var other = await AskingTeam.CreateAsync(fixture.Host, Stop);
        await team.SetPolicyAsync(new { teamId = team.TeamId });
        var request = await team.Developer.PostAsync(Requests, team.Ask(Name()), HttpStatusCode.Created);
        var path = $"{Requests}/{Id(request)}";

        await other.Developer.GetAsync(path, HttpStatusCode.NotFound);
        await other.Developer.PostAsync($"{path}/withdraw", new { }, HttpStatusCode.NotFound);
        await other.Developer.PostAsync($"{path}/command", new { }, HttpStatusCode.NotFound);
        using var change = await other.Developer.PutAsJsonAsync(path, new { request = team.Ask(Name()), contentHash = request.Text("contentHash") }, Stop);
        Assert.Equal(HttpStatusCode.NotFound, change.StatusCode);
        var foreign = await other.Developer.PostAsync(Requests, team.Ask(Name()), HttpStatusCode.UnprocessableEntity);
        Assert.Equal("teamId", foreign.Text("field"));
        Assert.DoesNotContain(Id(request).ToString(), (await other.Developer.GetAsync(Requests, HttpStatusCode.OK)).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(team.TeamId.ToString(), (await other.Developer.GetAsync("/api/v1/onboarding/policies", HttpStatusCode.OK)).GetRawText(), StringComparison.Ordinal);

        using var viewer = await fixture.Host.ScriptAsync(null, $"view-{Guid.NewGuid():N}"[..20]);
        await viewer.GetAsync(Requests, HttpStatusCode.Forbidden);
        using var auditor = await fixture.Host.ScriptAsync(PortalRole.Auditor);
        Assert.Equal("Waiting", State(await auditor.GetAsync(path, HttpStatusCode.OK)));
        await auditor.PostAsync(Requests, team.Ask(Name()), HttpStatusCode.Forbidden);
        await using var db = await OpenAsync();
        var id = Id(request).ToString();
        var acts = await db.Database.SqlQuery<string>($"SELECT act || ' ' || permission AS \"Value\" FROM audit_entries WHERE kind = 'cluster_requests' AND object_id = {id}").ToListAsync(Stop);
        Assert.Contains("Created RequestClusters", acts);
    }

    [Fact]
    public async Task Policy_OnePerTeam_AndNoneMeansNothingCanBeAskedFor()
    {
        using var team = await AskingTeam.CreateAsync(fixture.Host, Stop);

        var none = await team.Developer.PostAsync(Requests, team.Ask(Name()), HttpStatusCode.Conflict);
        await team.SetPolicyAsync(new { teamId = team.TeamId });
        await team.Admin.PostAsync("/api/v1/onboarding/policies", new { teamId = team.TeamId }, HttpStatusCode.Conflict);
        await team.Approver.PostAsync("/api/v1/onboarding/policies", new { }, HttpStatusCode.Forbidden);
        var check = await team.Developer.PostAsync($"{Requests}/check", team.Ask(Name()), HttpStatusCode.OK);

        Assert.Contains("no onboarding policy", none.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(10, check.GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await team.Developer.GetAsync(Requests, HttpStatusCode.OK)).GetProperty("total").GetInt32());
    }

    private static string Name() => $"c{Guid.NewGuid():N}"[..20];

    private static Guid Id(JsonElement request) => request.GetProperty("summary").GetProperty("id").GetGuid();

    private static string State(JsonElement request) => request.GetProperty("summary").Text("state");

    private static string[] Failed(JsonElement request) =>
        [.. request.GetProperty("checks").EnumerateArray().Where(check => check.Text("outcome") == "Failed").Select(check => check.Text("rule"))];

    private static string[] Events(JsonElement request) => [.. request.GetProperty("events").EnumerateArray().Select(one => one.Text("kind"))];

    private Task<PortalDbContext> OpenAsync() => fixture.Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop);
}

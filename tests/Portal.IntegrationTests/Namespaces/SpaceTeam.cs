using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.IntegrationTests.Api;
using Portal.IntegrationTests.Onboarding;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Namespaces;

/// <summary>A team that may have namespaces in a fleet that it does not own, by REST.</summary>
internal sealed class SpaceTeam(AskingTeam people, Guid fleetId) : IDisposable
{
    public const string Spaces = "/api/v1/namespaces";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public AskingTeam People => people;

    public HttpClient Developer => people.Developer;

    public HttpClient Approver => people.Approver;

    /// <param name="limits">The policy, without its team and fleet.</param>
    public static async Task<SpaceTeam> CreateAsync(PortalHost host, Guid fleetId, Dictionary<string, object> limits, CancellationToken stop)
    {
        var people = await AskingTeam.CreateAsync(host, stop);
        var policy = new Dictionary<string, object>(limits) { ["teamId"] = people.TeamId, ["sharedFleetIds"] = new[] { fleetId } };
        await people.Admin.PostAsync("/api/v1/namespace-policies", policy, HttpStatusCode.Created);
        return new SpaceTeam(people, fleetId);
    }

    public Dictionary<string, object> Ask(string name, object spec, string? confirmRemoval = null)
    {
        var body = new Dictionary<string, object> { ["teamId"] = people.TeamId, ["fleetId"] = fleetId, ["name"] = name, ["spec"] = spec };
        if (confirmRemoval is not null)
        {
            body["confirmRemoval"] = confirmRemoval;
        }

        return body;
    }

    public async Task<JsonElement> ChangeAsync(string path, Dictionary<string, object> body, HttpStatusCode expected)
    {
        var version = (await Developer.GetAsync(path, HttpStatusCode.OK)).GetProperty("summary").GetProperty("version").GetUInt32();
        using var change = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        change.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        using var answer = await Developer.SendAsync(change, Token);
        return await answer.ReadAsync(expected);
    }

    /// <summary>Approves what it is now; gives it back.</summary>
    public async Task<JsonElement> ApproveAsync(string path)
    {
        var hash = (await Approver.GetAsync(path, HttpStatusCode.OK)).Text("contentHash");
        return await Approver.PostAsync($"{path}/approve", new { contentHash = hash, comment = "fine" }, HttpStatusCode.OK);
    }

    public static string PathOf(JsonElement space) => $"{Spaces}/{space.GetProperty("summary").GetProperty("id").GetGuid()}";

    public void Dispose() => people.Dispose();
}

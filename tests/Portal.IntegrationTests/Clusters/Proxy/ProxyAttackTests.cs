using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Clusters.Proxy;

/// <summary>What people and clusters try at the proxy.</summary>
[Collection(ProxyCollection.Name)]
public sealed class ProxyAttackTests(ProxyEstate estate)
{
    private const int Seed = 20261129;
    private const string Base = "/k8s/clusters/own";
    private const string WhoAmI = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private const string Question = "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Attack", "4")]
    public async Task Headers_Smuggled_NeverMakeAnybodyElse()
    {
        var person = await estate.AddPersonAsync();
        var random = new Random(Seed);
        string[] names =
        [
            "Impersonate-User", "impersonate-user", "IMPERSONATE-GROUP", "Impersonate-Group", "Impersonate-Uid", "Impersonate-Extra-Scopes", "Impersonate_User", "Impersonate_Group",
            "X-Remote-User", "X-Remote-Group", "X-Remote-Extra-Scopes", "X-Forwarded-User", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL",
            "Cookie", "Proxy-Authorization", "Traceparent", "Baggage", "X-HTTP-Method-Override", "Audit-Id", "Host-Override", "Te", "Keep-Alive",
        ];
        string[] values = ["system:admin", "system:masters", "admin", "portal:role:admin", "portal.session=x", "127.0.0.1", "a, b", "\tsystem:masters"];
        string[] connections = ["close", "close, Impersonate-User", "close, Impersonate-Group", "close, Authorization", "Impersonate-User, close", "close, X-Remote-User", "close, Accept, Content-Type", "close,,,Impersonate-Group"];
        var passed = 0;
        for (var round = 0; round < 150; round++)
        {
            var headers = string.Concat(Enumerable.Range(0, random.Next(0, 4)).Select(_ => $"{names[random.Next(names.Length)]}: {values[random.Next(values.Length)]}\r\n"));
            var answer = await estate.SendRawAsync(
                $"POST {Base}{WhoAmI} HTTP/1.1\r\nHost: {estate.Host.Address.Authority}\r\nAuthorization: Bearer {person.Token}\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {Question.Length}\r\nConnection: {connections[random.Next(connections.Length)]}\r\n{headers}\r\n{Question}");

            var status = int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
            var impersonates = headers.Replace('_', '-').Contains("impersonate-", StringComparison.OrdinalIgnoreCase);
            Assert.True(status == (impersonates ? 400 : 201), $"{headers} was answered: {answer}");
            if (!impersonates)
            {
                var user = JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)])!["status"]!["userInfo"]!;
                Assert.Equal(person.User, user["username"]!.GetValue<string>());
                Assert.Equal(["portal:team:shop:developer", "system:authenticated"], user["groups"]!.AsArray().Select(group => group!.GetValue<string>()));
                Assert.Null(user["extra"]);
                passed++;
            }
        }

        Assert.InRange(passed, 20, 149);
    }

    [Theory]
    [InlineData("Authorization: Bearer TOKEN\r\nAuthorization: Bearer kpk_other")]
    [InlineData("Authorization: Basic TOKEN")]
    [InlineData("Authorization: Bearer TOKENx")]
    [InlineData("Cookie: portal.session=TOKEN")]
    [InlineData("Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io.TOKEN")]
    [InlineData("X-Api-Key: TOKEN")]
    [Trait("Attack", "4")]
    public async Task Token_CountsInOneHeaderAlone(string header)
    {
        var person = await estate.AddPersonAsync();

        var answer = await estate.SendRawAsync(
            $"GET {Base}/version HTTP/1.1\r\nHost: {estate.Host.Address.Authority}\r\nConnection: close\r\n{header.Replace("TOKEN", person.Token, StringComparison.Ordinal)}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"Status\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/k8s/clusters/own/../foreign/api/v1/secrets")]
    [InlineData("/k8s/clusters/own/%2e%2e/foreign/api/v1/secrets")]
    [InlineData("/k8s/clusters/own/api/v1/./secrets")]
    [InlineData("/k8s/clusters/own/api/v1/..%2fsecrets")]
    [InlineData("/k8s/clusters/own/api/v1/namespaces/default%2f..%2fkube-system/secrets")]
    [InlineData("/k8s/clusters/own/api/v1/namespaces/default%5c..%5csecrets")]
    [InlineData("/k8s/clusters/own/api/v1/namespaces/default\\..\\secrets")]
    [InlineData("/k8s/clusters/own/api/v1/%252e%252e/secrets")]
    [InlineData("/k8s/clusters/own//api/v1/secrets")]
    [InlineData("/k8s/clusters/own/api//v1/secrets")]
    [InlineData("/k8s/clusters/own/api/v1/secrets#fragment")]
    [InlineData("/k8s/clusters/own/api/v1/secrets%23x")]
    [InlineData("/k8s/clusters/own/api/v1/secrets%3fwatch=1")]
    [InlineData("/k8s/clusters/own/api/v1/secrets%00")]
    [InlineData("/k8s/clusters/own/api/v1/secrets%0d%0aX: y")]
    [InlineData("/k8s/clusters/own/api/v1/secrets%")]
    [InlineData("/k8s/clusters/own/api/v1/secrets%2")]
    [InlineData("/K8S/clusters/own/api/v1/secrets")]
    [InlineData("https://own/k8s/clusters/own/api/v1/secrets")]
    [InlineData("/k8s/clusters/own/api/v1/secrets?token=kpk_x")]
    [InlineData("/k8s/clusters/own/api/v1/secrets?%61ccess_token=x")]
    [Trait("Attack", "7")]
    public async Task Path_ThatCouldBeReadInTwoWays_IsRefused(string target)
    {
        var person = await estate.AddPersonAsync(TeamRole.Operator);
        var before = estate.Sim.Cluster("own").Requests.Total + estate.Sim.Cluster("foreign").Requests.Total;

        var answer = await estate.SendRawAsync(
            $"GET {target} HTTP/1.1\r\nHost: {estate.Host.Address.Authority}\r\nAuthorization: Bearer {person.Token}\r\nConnection: close\r\n\r\n");

        var status = int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(status is 400 or 401 or 404, answer);
        Assert.Equal(before, estate.Sim.Cluster("own").Requests.Total + estate.Sim.Cluster("foreign").Requests.Total);
    }

    [Fact]
    [Trait("Attack", "23")]
    public async Task ClusterOfAnotherTeam_AndOneThatDoesNotExist_AreTheSame()
    {
        var person = await estate.AddPersonAsync();
        using var client = estate.Client(person.Token);

        using var foreign = await client.GetAsync("/k8s/clusters/foreign/api/v1/pods", Stop);
        using var unknown = await client.GetAsync("/k8s/clusters/nothing/api/v1/pods", Stop);
        using var byId = await client.GetAsync($"/k8s/clusters/{estate.Own}/api/v1/namespaces/default/pods", Stop);
        using var asked = await person.Api.PostAsync($"/api/v1/clusters/{estate.Foreign}/kubeconfig", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), Stop);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NotFound), (foreign.StatusCode, unknown.StatusCode, byId.StatusCode, asked.StatusCode));
        Assert.Equal(await unknown.Content.ReadAsStringAsync(Stop), await foreign.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    [Trait("Attack", "12")]
    public async Task Token_IsGoodAtTheProxyAlone_AndNotAfterItsTime()
    {
        var person = await estate.AddPersonAsync();
        using var kubeconfig = estate.Client(person.Token);

        using var rest = await kubeconfig.GetAsync("/api/v1/me", Stop);
        using var apiToken = await person.Api.GetAsync($"{Base}/version", Stop);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (rest.StatusCode, apiToken.StatusCode));

        await using (var db = await estate.OpenAsync())
        {
            await db.KubeconfigTokens.Where(token => token.Id == person.KubeconfigId).ExecuteUpdateAsync(row => row.SetProperty(token => token.ExpiresAt, DateTimeOffset.UtcNow.AddSeconds(-1)), Stop);
        }

        using var late = await kubeconfig.GetAsync($"{Base}/version", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
        Assert.DoesNotContain(person.Token, await late.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(721)]
    [InlineData(-1)]
    [Trait("Attack", "12")]
    public async Task Life_LongerThanAllowed_IsRefused(int minutes)
    {
        var person = await estate.AddPersonAsync();

        using var answer = await person.Api.PostAsync($"/api/v1/clusters/{estate.Own}/kubeconfig", new StringContent($"{{\"minutes\":{minutes}}}", System.Text.Encoding.UTF8, "application/json"), Stop);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("\"field\":\"minutes\"", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "12")]
    public async Task Kubeconfig_OfABrowsersSession_EndsWithIt_AndAnAdminCanRevokeIt()
    {
        var name = $"b{Guid.NewGuid():N}"[..12];
        var user = await estate.Host.CreateUserAsync(PortalRole.Operator, name);
        using var browser = estate.Client();
        using (await PortalHost.PostSignInAsync(browser, name, PortalHost.AdminPassword))
        {
        }

        var forgery = JsonNode.Parse(await browser.GetStringAsync("/api/v1/me/antiforgery", Stop))!;
        browser.DefaultRequestHeaders.Add(forgery["headerName"]!.GetValue<string>(), forgery["token"]!.GetValue<string>());
        using var made = await browser.PostAsync($"/api/v1/clusters/{estate.Own}/kubeconfig", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), Stop);
        var body = JsonNode.Parse(await made.Content.ReadAsStringAsync(Stop))!;
        var token = body["kubeconfig"]!.GetValue<string>().Split("token: \"")[1].Split('"')[0];
        using var client = estate.Client(token);
        using var withCookieAlone = await browser.GetAsync($"{Base}/version", Stop);
        using var good = await client.GetAsync($"{Base}/version", Stop);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (withCookieAlone.StatusCode, good.StatusCode));

        using var listed = await browser.GetAsync("/api/v1/me/kubeconfigs", Stop);
        Assert.Contains($"\"prefix\":\"{token[..9]}\"", await listed.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using (await browser.DeleteAsync($"/api/v1/sessions/{await SessionAsync(user.Id)}", Stop))
        {
        }

        using var after = await client.GetAsync($"{Base}/version", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    [Trait("Attack", "16")]
    public async Task Answer_OfACluster_BringsNothingIntoThePortalsOrigin()
    {
        var person = await estate.AddPersonAsync(TeamRole.Operator);
        using var admin = estate.Admin("own");
        await admin.CoreV1.CreateNamespacedServiceAsync(
            new V1Service { Metadata = new V1ObjectMeta { Name = person.Name }, Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Port = 80 }] } }, "default", cancellationToken: Stop);
        estate.Sim.MapService("own", "default", person.Name, async (http, path) =>
        {
            http.Response.Headers.SetCookie = "portal.session=stolen; Path=/";
            http.Response.Headers.ContentSecurityPolicy = "script-src *";
            http.Response.Headers.StrictTransportSecurity = "max-age=0";
            http.Response.Headers.AccessControlAllowOrigin = "*";
            http.Response.Headers.Location = "https://evil.example/";
            http.Response.ContentType = "text/html";
            http.Response.StatusCode = path.EndsWith("away", StringComparison.Ordinal) ? 302 : 200;
            await http.Response.WriteAsync("<script>alert(1)</script>", Stop);
        });
        using var client = estate.Client(person.Token);

        foreach (var (path, status) in new[] { ("page", HttpStatusCode.OK), ("away", HttpStatusCode.Redirect) })
        {
            using var answer = await client.GetAsync($"{Base}/api/v1/namespaces/default/services/{person.Name}:80/proxy/{path}", Stop);

            Assert.Equal(status, answer.StatusCode);
            Assert.StartsWith("sandbox; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
            Assert.Equal("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
            Assert.False(answer.Headers.Contains("Set-Cookie") || answer.Headers.Contains("Access-Control-Allow-Origin") || answer.Headers.Location is not null);
        }

        Assert.Equal(2, (await estate.ActsAsync(person.UserId)).Count(act => act.Act == "Opened" && act.ObjectName.Contains("services/proxy", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ClusterThatWasJoinedBefore_SaysWhatToRenew_AndWhatIsTooLargeOrAwayIsSaidToo()
    {
        var person = await estate.AddPersonAsync();
        using var client = estate.Client(person.Token);
        using var admin = estate.Admin("own");
        var role = await admin.RbacAuthorizationV1.ReadClusterRoleAsync(MemberAccount.Name, cancellationToken: Stop);
        var rules = role.Rules;
        role.Rules = [.. rules.Where(rule => !rule.Verbs.Contains("impersonate"))];
        role = await admin.RbacAuthorizationV1.ReplaceClusterRoleAsync(role, MemberAccount.Name, cancellationToken: Stop);
        try
        {
            using var old = await client.GetAsync($"{Base}/api/v1/namespaces/default/pods", Stop);
            Assert.Equal(HttpStatusCode.Forbidden, old.StatusCode);
            Assert.Contains("may not act as people there yet", await old.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
        finally
        {
            role.Rules = rules;
            await admin.RbacAuthorizationV1.ReplaceClusterRoleAsync(role, MemberAccount.Name, cancellationToken: Stop);
        }

        using var large = await client.PostAsync($"{Base}/api/v1/namespaces/default/configmaps", new ByteArrayContent(new byte[4 * 1024 * 1024]), Stop);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Contains("\"reason\":\"RequestEntityTooLarge\"", await large.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        estate.Sim.Cluster("own").Faults.Add(new ClusterSim.Control.Fault { Kind = ClusterSim.Control.FaultKind.Reset, PathPattern = "/namespaces/away" });
        try
        {
            using var away = await client.GetAsync($"{Base}/api/v1/namespaces/away", Stop);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.Contains("Cluster own cannot be reached", await away.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
        finally
        {
            estate.Sim.Cluster("own").Faults.Clear();
        }
    }

    private async Task<Guid> SessionAsync(Guid userId)
    {
        await using var db = await estate.OpenAsync();
        return await db.UserSessions.Where(session => session.UserId == userId && session.EndedAt == null).Select(session => session.Id).SingleAsync(Stop);
    }
}

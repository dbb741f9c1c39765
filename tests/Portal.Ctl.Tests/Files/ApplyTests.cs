using System.Net;
using System.Text.Json.Nodes;
using Portal.Ctl.Tests.Testing;

namespace Portal.Ctl.Tests.Files;

public sealed class ApplyTests : IDisposable
{
    private const string Fleet = """
        apiVersion: portal.kurator.dev/v1
        kind: Fleet
        metadata:
          name: edge
        spec:
          description: At the edge

        """;

    private readonly Shell _shell = new();

    public ApplyTests() => _shell.Portal
        .On("GET /openapi/v1.json", Contracts.Document)
        .On("GET /api/v1/teams?take=200", """{"items":[{"id":"t1","slug":"platform","name":"platform"}],"next":null}""");

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Apply_NewFleet_IsCreatedOnce()
    {
        _shell.Portal.On("GET /api/v1/fleets?take=500", """{"items":[],"next":null}""")
            .On("POST /api/v1/fleets", """{"id":"f1"}""", HttpStatusCode.Created);

        var apply = await RunAsync("apply", Fleet);

        Assert.Equal(0, apply.Code);
        Assert.Contains("fleet/edge created", apply.Out);
        Assert.Equal("""{"name":"edge","description":"At the edge","teamId":null}""", _shell.Portal.Requests[^1].Body);
    }

    [Fact]
    public async Task Apply_WhatIsSoAlready_ChangesNothingAndSaysSo()
    {
        There("At the edge");

        var apply = await RunAsync("apply", Fleet);
        var diff = await RunAsync("diff", Fleet);

        Assert.Equal((0, 0), (apply.Code, diff.Code));
        Assert.Contains("1 unchanged", apply.Out);
        Assert.Empty(diff.Out);
        Assert.All(_shell.Portal.Requests, asked => Assert.StartsWith("GET ", asked.Request));
    }

    [Fact]
    public async Task Apply_Change_NamesTheVersionThatWasRead()
    {
        There("Elsewhere");
        _shell.Portal.On("PUT /api/v1/fleets/f1", """{"id":"f1"}""");

        var diff = await RunAsync("diff", Fleet);
        var apply = await RunAsync("apply", Fleet);

        Assert.Equal((3, 0), (diff.Code, apply.Code));
        Assert.Contains("-  description: Elsewhere", diff.Out);
        Assert.Contains("+  description: At the edge", diff.Out);
        var put = _shell.Portal.Requests[^1];
        Assert.Equal("\"7\"", put.Headers["If-Match"]);
        Assert.Equal("""{"name":"edge","description":"At the edge","teamId":"t1"}""", put.Body);
    }

    [Fact]
    public async Task Apply_Faults_AreAllToldWithTheirPlaces_AndNothingIsDone()
    {
        var apply = await RunAsync("apply", """
            apiVersion: portal.kurator.dev/v1
            kind: Fleet
            metadata:
              name: edge
            spec:
              descripton: slip
              cleanUp: maybe
            ---
            apiVersion: portal.kurator.dev/v1
            kind: Application
            metadata:
              name: Shop
            ---
            apiVersion: portal.kurator.dev/v1
            kind: Unicorn
            metadata: {name: x}

            """);

        Assert.Equal(2, apply.Code);
        Assert.Contains("-:6:3: spec.descripton is not known", apply.Error);
        Assert.Contains("-:7:12: spec.cleanUp is true or false", apply.Error);
        Assert.Contains("-:12:9: metadata.name is a name of", apply.Error);
        Assert.Contains("-:15:7: kind is one of Team, Profile, Fleet, Cluster, Application", apply.Error);
        Assert.Single(_shell.Portal.Requests);
    }

    [Fact]
    public async Task Apply_Folder_IsInTheOrderOfWhatRefersToWhat()
    {
        _shell.Portal.On("GET /api/v1/fleets?take=500", """{"items":[],"next":null}""").On("GET /api/v1/fleets?take=500", """{"items":[{"id":"f1","name":"edge"}],"next":null}""")
            .On("POST /api/v1/fleets", """{"id":"f1"}""", HttpStatusCode.Created)
            .On("GET /api/v1/applications?take=500", """{"items":[],"next":null}""")
            .On("POST /api/v1/applications", "{}", HttpStatusCode.Created);
        Directory.CreateDirectory(Path.Combine(_shell.Folder, "files", "deep"));
        await File.WriteAllTextAsync(Path.Combine(_shell.Folder, "files", "a.yaml"), """
            apiVersion: portal.kurator.dev/v1
            kind: Application
            metadata: {name: shop}
            spec:
              fleet: edge
              manifests: |
                kind: ConfigMap

            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_shell.Folder, "files", "deep", "b.yml"), Fleet, TestContext.Current.CancellationToken);

        var apply = await _shell.RunAsync("apply", "-f", Path.Combine(_shell.Folder, "files"));

        Assert.True(apply.Code == 0, apply.Error);
        Assert.Equal(["fleet/edge created", "application/shop created", "2 created"], apply.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("\"fleetId\":\"f1\"", _shell.Portal.Requests[^1].Body);
    }

    [Fact]
    public async Task Apply_ClusterThatHasNotJoined_FailsWithTheCommandThatJoinsIt()
    {
        var apply = await RunAsync("apply", "apiVersion: portal.kurator.dev/v1\nkind: Cluster\nmetadata: {name: member1}\nspec: {fleet: edge}\n");

        Assert.Equal(1, apply.Code);
        Assert.Contains("portalctl join member1 --fleet edge", apply.Error);
    }

    [Theory]
    [InlineData("kind: Secret\ndata: {key: c2VjcmV0}\n", true)]
    [InlineData("kind: Secret\ntype: Opaque\n", false)]
    [InlineData("auth: {adminPassword: hunter2}\n", true)]
    [InlineData("auth: {existingSecret: elsewhere, secretName: x}\n", false)]
    public async Task ExportAndDiff_WhatMayBeSecret_IsNotShown(string manifests, bool isSecret)
    {
        _shell.Portal.On("GET /api/v1/fleets?take=500", """{"items":[],"next":null}""").On("GET /api/v1/profiles?take=500", """{"items":[],"next":null}""")
            .On("GET /api/v1/clusters?take=500", """{"items":[],"next":null}""").On("GET /api/v1/application-metrics?take=500", """{"items":[],"next":null}""")
            .On("GET /api/v1/teams/t1", """{"summary":{"name":"platform","description":""},"members":[]}""")
            .On("GET /api/v1/me", """{"permissions":["ViewClusterRequests","ManageGoldenPaths"]}""")
            .On("GET /api/v1/onboarding/policies?take=500", """{"items":[],"next":null}""").On("GET /api/v1/golden-paths?take=500", """{"items":[],"next":null}""")
            .On("GET /api/v1/applications?take=500", """{"items":[{"id":"a1","name":"shop","fleetName":"edge","description":"","latestRevision":1,"state":"Stored","controlPlaneId":null}],"next":null}""")
            .On("GET /api/v1/applications/a1/revisions/1", new JsonObject { ["summary"] = new JsonObject { ["policy"] = new JsonObject() }, ["source"] = manifests }.ToJsonString());

        var export = await _shell.RunAsync("export");
        var diff = await RunAsync("diff", "apiVersion: portal.kurator.dev/v1\nkind: Application\nmetadata: {name: shop}\nspec: {fleet: edge, manifests: other}\n");

        Assert.Equal(isSecret ? 1 : 0, export.Code);
        Assert.Equal(isSecret, export.Error.Contains("left out: application/shop", StringComparison.Ordinal));
        Assert.Equal(3, diff.Code);
        Assert.Equal(isSecret, diff.Out.Contains("(holds a secret", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", export.Out + export.Error + diff.Out + diff.Error);
        Assert.DoesNotContain("c2VjcmV0", export.Out + export.Error + diff.Out + diff.Error);
    }

    [Fact]
    public async Task Apply_PolicyOfATeam_NamesFleetsAndGoesWithTheVersionThatWasRead()
    {
        There("At the edge");
        _shell.Portal.On("GET /api/v1/me", """{"permissions":["ViewClusterRequests"]}""")
            .On("GET /api/v1/onboarding/policies?take=500", """{"items":[{"id":"p1","teamId":null,"teamName":""},{"id":"p2","teamId":"t1","teamName":"platform"}],"next":null}""")
            .On("GET /api/v1/onboarding/policies/p2", """{"id":"p2","teamId":"t1","content":{"providers":["kind","aws"],"regions":[],"versions":"","maxNodes":null,"labels":[],"quota":3,"fleetIds":["f1"],"approval":"ByApprover"}}""", version: "\"5\"")
            .On("PUT /api/v1/onboarding/policies/p2", """{"id":"p2"}""");
        const string policy = "apiVersion: portal.kurator.dev/v1\nkind: OnboardingPolicy\nmetadata: {name: platform}\nspec: {providers: [aws, kind], quota: 3, fleets: [edge]}\n";

        var same = await RunAsync("diff", policy);
        var apply = await RunAsync("apply", policy.Replace("quota: 3", "quota: 4", StringComparison.Ordinal));

        Assert.Equal((0, 0), (same.Code, apply.Code));
        var put = _shell.Portal.Requests[^1];
        Assert.Equal("\"5\"", put.Headers["If-Match"]);
        Assert.Equal("""{"providers":["aws","kind"],"quota":4,"fleetIds":["f1"]}""", put.Body);
    }

    [Theory]
    [InlineData("""stringData: {password: "${password}"}""", false)]
    [InlineData("""stringData: {password: "hunter2-${password}"}""", true)]
    public async Task Diff_GoldenPath_ShowsPlaces_AndNoSecret(string content, bool isSecret)
    {
        _shell.Portal.On("GET /api/v1/me", """{"permissions":["ManageGoldenPaths"]}""");

        var diff = await RunAsync("diff", $"apiVersion: portal.kurator.dev/v1\nkind: GoldenPath\nmetadata: {{name: web}}\nspec:\n  title: Web\n  schema: 'type: object'\n  template: |\n    kind: Secret\n    {content}\n");

        Assert.Equal(3, diff.Code);
        Assert.Equal(isSecret, diff.Out.Contains("(holds a secret", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", diff.Out + diff.Error);
    }

    private Task<Outcome> RunAsync(string command, string yaml)
    {
        _shell.Input = yaml;
        return _shell.RunAsync(command, "-f", "-");
    }

    private void There(string description) => _shell.Portal
        .On("GET /api/v1/fleets?take=500", """{"items":[{"id":"f1","name":"edge"}],"next":null}""")
        .On("GET /api/v1/fleets/f1", $$"""{"id":"f1","name":"edge","description":"{{description}}","teamId":"t1"}""", version: "\"7\"")
        .On("GET /api/v1/fleets/f1/profile", """{"profile":null,"cleanUp":false}""");
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Distribution.Sources;

/// <summary>Applications whose manifests come from Git, over HTTP, with real repositories, helm and kubectl.</summary>
[Collection(ApplicationCollection.Name)]
public sealed class SourceSyncTests(ApplicationEstate estate) : IAsyncLifetime
{
    private GitServer _git = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IApplicationSources Sources => estate.Get<IApplicationSources>();

    public async ValueTask InitializeAsync() => _git = await GitServer.StartAsync();

    public ValueTask DisposeAsync() => _git.DisposeAsync();

    [Fact]
    public async Task Folder_CommitByCommit_BecomesRevisions()
    {
        var first = _git.Commit("shop", "Add the shop", ("deploy/web.yaml", Config("blue")), ("deploy/lower/more.yaml", Config("no")), ("README.md", "no"));
        var id = await CreateAsync("git-shop", Git("shop", "deploy"));
        var state = await UntilSyncedAsync(id);

        var made = Assert.Single(await estate.Applications.ListRevisionsAsync(id, Estate.Viewer, Token));
        Assert.Equal(SourceState.Synced, state.State);
        Assert.Equal(["v1 ConfigMap default/settings"], made.Objects);
        Assert.Equal(first, made.Origin!.Commit);
        Assert.Equal(("Ada", "Add the shop", "deploy"), (made.Origin.Author, made.Origin.Subject, made.Origin.Path));
        Assert.Equal(new PlacementPolicy { ClusterAffinity = new ClusterAffinity { ClusterNames = ["a3"] } }.ClusterAffinity!.ClusterNames, made.Policy.Placement.ClusterAffinity!.ClusterNames);

        // Nothing new: the server is asked for its references alone.
        var packs = _git.Packs;
        await SyncAsync(id);
        Assert.Equal(packs, _git.Packs);

        // Another commit that leads to the same is no revision.
        _git.Commit("shop", "Say more", ("deploy/web.yaml", Config("blue")), ("README.md", "more"));
        await SyncAsync(id);
        Assert.Equal(1, (await Sources.FindAsync(id, Estate.Viewer, Token))!.Revision);

        var third = _git.Commit("shop", "Paint it green", ("deploy/web.yaml", Config("green")));
        await SyncAsync(id);
        Assert.Equal((2, third), ((await LatestAsync(id)).Number, (await LatestAsync(id)).Origin!.Commit));

        // A bad commit changes nothing but what is said; the next good one is taken.
        _git.Commit("shop", "Break it", ("deploy/web.yaml", Config("green") + "\n  colour: twice"));
        state = await SyncAsync(id);
        Assert.Equal((SourceState.Failed, third, 2), (state.State, state.Origin!.Commit, (await LatestAsync(id)).Number));
        Assert.Contains("deploy/web.yaml: Line 6", state.Failure!.Why, StringComparison.Ordinal);
        _git.Commit("shop", "Mend it", ("deploy/web.yaml", Config("red")));
        Assert.Null((await SyncAsync(id)).Failure);
        Assert.Equal(3, (await LatestAsync(id)).Number);

        // A person changes the placement alone: the manifests are the source's.
        var detail = await estate.Applications.GetRevisionAsync(id, 3, Estate.Operator, Token);
        var moved = await estate.Applications.AddRevisionAsync(id, new ApplicationContent(detail.Source), Estate.Operator, Token);
        Assert.Equal(detail.Summary.Origin, moved.Origin);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => estate.Applications.AddRevisionAsync(id, new ApplicationContent(Config("mine")), Estate.Operator, Token));
        Assert.Equal(ProblemKind.Conflict, refused.Problem.Kind);
    }

    [Fact]
    public async Task Kustomization_IsBuilt_AndDeliveredByItself()
    {
        _git.Commit("layers", "Layers",
            ("base/kustomization.yaml", "resources: [settings.yaml]"), ("base/settings.yaml", Config("blue")),
            ("overlays/eu/kustomization.yaml", "resources: [../../base]\nnamePrefix: eu-\nconfigMapGenerator: [{name: extra, files: [note.txt]}]"), ("overlays/eu/note.txt", "hello"));
        _git.Tag("layers", "v1");
        var id = await CreateAsync("git-layers", new SourceRequest(
            new SourceDefinition(SourceKind.Git, _git.Url("layers"), GitReferenceKind.Tag, "v1", "overlays/eu", DeliverAutomatically: true)));
        await UntilSyncedAsync(id);

        Assert.Contains((await LatestAsync(id)).Objects, item => item == "v1 ConfigMap default/eu-settings");
        Assert.Contains((await LatestAsync(id)).Objects, item => item.StartsWith("v1 ConfigMap eu-extra-", StringComparison.Ordinal));
        var end = await estate.EndAsync(await estate.UntilOperationAsync(id, null));
        Assert.Equal((OperationState.Succeeded, "portal"), (end.Summary.State, end.Summary.ActorName));
    }

    [Fact]
    public async Task Chart_IsRendered_WithItsValues()
    {
        _git.Commit("charts", "A chart",
            ("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.2.3\n"), ("web/values.yaml", "colour: blue\n"),
            ("web/templates/settings.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}-settings}\ndata: {colour: {{ .Values.colour }}}\n"));
        var id = await CreateAsync("git-chart", Git("charts", "web") with { Definition = Git("charts", "web").Definition with { Namespace = "shop" }, Values = "colour: green" });
        await UntilSyncedAsync(id);

        var made = await LatestAsync(id);
        Assert.Equal(["v1 ConfigMap shop/git-chart-settings"], made.Objects);
        Assert.Equal("web 1.2.3", made.Origin!.Chart);
        Assert.Contains("green", (await estate.Applications.GetRevisionAsync(id, 1, Estate.Operator, Token)).Source, StringComparison.Ordinal);
        Assert.Null((await Sources.FindAsync(id, Estate.Viewer, Token))!.Values);
    }

    [Fact]
    public async Task Chart_OfARepository_IsFetchedAndChecked()
    {
        var archive = Archive(("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.2.3\n"), ("web/templates/settings.yaml", Config("{{ .Values.colour }}")));
        var index = $"apiVersion: v1\nentries:\n  other: [{{version: 1.2.3, urls: [no]}}]\n  web:\n  - version: 1.2.4\n  - version: 1.2.3\n    dependencies: [{{name: a}}]\n    urls: [files/web.tgz]\n    digest: DIGEST\n";
        _git.Files["/charts/index.yaml"] = Encoding.UTF8.GetBytes(index.Replace("DIGEST", new string('0', 64), StringComparison.Ordinal));
        _git.Files["/charts/files/web.tgz"] = archive;
        var request = new SourceRequest(new SourceDefinition(SourceKind.Chart, $"{_git.Address}/charts", Chart: "web", Version: "1.2.3"), Values: "colour: green");
        var id = await CreateAsync("chart-web", request);
        Assert.Contains("digest", (await UntilSyncedAsync(id)).Failure!.Why, StringComparison.Ordinal);

        _git.Files["/charts/index.yaml"] = Encoding.UTF8.GetBytes(index.Replace("DIGEST", Convert.ToHexStringLower(SHA256.HashData(archive)), StringComparison.Ordinal));
        Assert.Null((await SyncAsync(id)).Failure);
        Assert.Equal(("web 1.2.3", "v1 ConfigMap default/settings"), ((await LatestAsync(id)).Origin!.Chart, Assert.Single((await LatestAsync(id)).Objects)));
        Assert.Contains("colour: green", (await estate.Applications.GetRevisionAsync(id, 1, Estate.Operator, Token)).Source, StringComparison.Ordinal);

        await Sources.SetAsync(id, request with { Definition = request.Definition with { Version = "9.9.9" } }, Estate.Operator, Token);
        Assert.Contains("no chart web 9.9.9", (await UntilSyncedAsync(id)).Failure!.Why, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "18")]
    public async Task WhatIsUnsafe_IsRefused_WithTheReason()
    {
        _git.Commit("bad", "All kinds of bad",
            ("link/settings.yaml", "link:../../../etc/passwd"), ("away/kustomization.yaml", "resources: [\"https://github.com/x/y//base?ref=main\"]"),
            ("above/kustomization.yaml", "resources: [../../../etc/passwd]"), ("plugin/kustomization.yaml", "helmCharts: [{name: x}]"),
            ("round/a/kustomization.yaml", "resources: [../b]"), ("round/b/kustomization.yaml", "resources: [../a]"),
            ("needs/Chart.yaml", "apiVersion: v2\nname: needs\nversion: 1.0.0\ndependencies: [{name: other, version: 1.0.0, repository: \"https://charts.example.com\"}]\n"),
            ("folder-link", "link:plugin"), ("empty/note.txt", "nothing"));
        var id = await CreateAsync("git-bad", Git("bad", "link"));
        Assert.Contains("symbolic link", (await UntilSyncedAsync(id)).Failure!.Why, StringComparison.Ordinal);
        foreach (var (path, why) in new[]
        {
            ("folder-link", "symbolic link"), ("away", "refers to https://github.com/x/y//base?ref=main"), ("above", "refers to ../../../etc/passwd"), ("plugin", "helmCharts"), ("round/a", "built on itself"),
            ("needs", "depends on others"), ("empty", "holds no .yaml file"), ("nowhere", "no folder nowhere"),
        })
        {
            await Sources.SetAsync(id, Git("bad", path), Estate.Operator, Token);
            var state = await UntilSyncedAsync(id);
            Assert.Contains(why, state.Failure!.Why, StringComparison.Ordinal);
            Assert.DoesNotContain("/tmp/", state.Failure.Why, StringComparison.Ordinal);
        }

        foreach (var path in new[] { "../etc", "a/../../b", "/etc", ".git/hooks" })
        {
            await Assert.ThrowsAsync<ProblemException>(() => Sources.SetAsync(id, Git("bad", path), Estate.Operator, Token));
        }

        Assert.Equal(0, (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Summary.LatestRevision);
    }

    [Fact]
    [Trait("Attack", "5")]
    public async Task Addresses_ThatArePrivate_AreRefused_AfterARedirectToo()
    {
        _git.Redirects["moved"] = "http://169.254.169.254/latest";
        var id = await CreateAsync("git-moved", Git("moved", ""));
        var state = await UntilSyncedAsync(id);

        Assert.Contains("169.254.169.254 is refused", state.Failure!.Why, StringComparison.Ordinal);
        Assert.Equal(ProblemKind.Refused, state.Failure.Kind);
    }

    [Fact]
    [Trait("Attack", "2")]
    [Trait("Attack", "22")]
    public async Task Token_GoesToItsServerAlone_AndIsNeverShown()
    {
        _git.Commit("secret", "Hidden", ("web.yaml", Config("blue")));
        _git.Tokens["secret"] = "canary-token";
        var request = Git("secret", "") with { Definition = Git("secret", "").Definition with { User = "robot" } };
        var id = await CreateAsync("git-secret", request);
        Assert.Contains("asks for a user and a token", (await UntilSyncedAsync(id)).Failure!.Why, StringComparison.Ordinal);

        await Sources.SetAsync(id, request with { Token = "canary-token" }, Estate.Operator, Token);
        var state = await UntilSyncedAsync(id);
        Assert.Equal((SourceState.Synced, true), (state.State, state.HasToken));
        Assert.DoesNotContain("canary-token", JsonSerializer.Serialize(await Sources.FindAsync(id, Estate.Operator, Token)), StringComparison.Ordinal);

        // Kept for this server, and not for another.
        Assert.Equal(SourceState.Syncing, (await Sources.SetAsync(id, request, Estate.Operator, Token)).State);
        var elsewhere = request with { Definition = request.Definition with { Url = "https://git.example.com/secret.git" } };
        Assert.Equal("token", (await Assert.ThrowsAsync<ProblemException>(() => Sources.SetAsync(id, elsewhere, Estate.Operator, Token))).Problem.Field);
    }

    [Fact]
    [Trait("Attack", "25")]
    public async Task Webhook_IsBelieved_OnlyWithItsSecret()
    {
        const string secret = "a-secret-of-the-webhook";
        _git.Commit("hooked", "First", ("web.yaml", Config("blue")));
        var id = await CreateAsync("git-hooked", Git("hooked", "") with { WebhookSecret = secret });
        var before = await UntilSyncedAsync(id);
        _git.Commit("hooked", "Second", ("web.yaml", Config("green")));
        using var browser = estate.Portal.Browser();
        var body = Encoding.UTF8.GetBytes("{\"ref\":\"refs/heads/main\"}");

        foreach (var (header, value) in new[] { ("X-Hub-Signature-256", Sign("another", body)), ("X-Hub-Signature-256", Sign(secret, [1])), ("X-Gitlab-Token", "another"), ("X-None", "") })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(header, value));
        }

        Assert.Equal((before.CheckedAt, SourceState.Synced), ((await Sources.FindAsync(id, Estate.Viewer, Token))!.CheckedAt, (await Sources.FindAsync(id, Estate.Viewer, Token))!.State));
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync("X-Hub-Signature-256", Sign(secret, body)));
        await UntilSyncedAsync(id);
        Assert.Equal((2, "Second"), ((await LatestAsync(id)).Number, (await LatestAsync(id)).Origin!.Subject));
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync("X-Gitlab-Token", secret));

        async Task<HttpStatusCode> CallAsync(string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, before.WebhookPath) { Content = new ByteArrayContent(body) };
            request.Headers.TryAddWithoutValidation(header, value);
            using var answer = await browser.SendAsync(request, Token);
            return answer.StatusCode;
        }
    }

    private static byte[] Archive(params (string Path, string Content)[] files)
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(packed))
        {
            foreach (var (path, content) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
            }
        }

        return bytes.ToArray();
    }

    private static string Sign(string secret, byte[] body) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    private static string Config(string colour) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: settings, namespace: default}}\ndata:\n  colour: {colour}";

    private SourceRequest Git(string repository, string path) => new(new SourceDefinition(SourceKind.Git, _git.Url(repository), GitReferenceKind.Branch, "main", path));

    private async Task<Guid> CreateAsync(string name, SourceRequest from) => (await estate.Applications.CreateAsync(
        new ApplicationRequest(name, estate.Fleet, new ApplicationContent("", new PlacementPolicy { ClusterAffinity = new ClusterAffinity { ClusterNames = ["a3"] } }), From: from),
        Estate.Operator, Token)).Summary.Id;

    private async Task<ApplicationRevisionSummary> LatestAsync(Guid id) => (await estate.Applications.ListRevisionsAsync(id, Estate.Viewer, Token))[0];

    private async Task<ApplicationSourceView> SyncAsync(Guid id)
    {
        await Sources.SyncAsync(id, Estate.Operator, Token);
        return await UntilSyncedAsync(id);
    }

    private async Task<ApplicationSourceView> UntilSyncedAsync(Guid id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var changes = estate.Get<EventStream>().Subscribe([Topics.Application], id);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        ApplicationSourceView? state;
        while ((state = await Sources.FindAsync(id, Estate.Operator, patience.Token))!.State == SourceState.Syncing && await events.MoveNextAsync())
        {
        }

        return state;
    }
}

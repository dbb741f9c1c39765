using System.Text.Json.Nodes;
using Portal.Jobs.Components;
using Portal.Testing;
using Portal.Testing.Schemas;

namespace Portal.IntegrationTests.Distribution;

/// <summary>The simulated Karmada answers the recorded application as the real control plane did, moment by moment.</summary>
[Collection(ApplicationCollection.Name)]
public sealed class RecordedKarmadaTests(ApplicationEstate estate)
{
    private const string Plane = "recorded";
    private static readonly string Folder = Path.GetFullPath(Repository.PathOf("..", "shared", "recorded", "karmada-1.16", "control-plane"));
    private static readonly string[] Own = ["lastTransitionTime", "lastScheduledTime", "resourceVersion", "uid", "replicaRequirements", "generation", "observedGeneration",
        "resourceTemplateGeneration", "schedulerObservedGeneration", "preserveResourcesOnDeletion"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bindings_AndWorks_AreThoseThatWereRecorded()
    {
        Assert.SkipUnless(SchemaValidator.Available && Directory.Exists(Folder), SchemaValidator.Absent);
        var karmada = await KarmadaPlane.ServeAsync(estate, Plane, "member1", "member2");
        using var admin = KarmadaPlane.Admin(estate, Plane);
        var writer = new ClusterWriter(admin, Plane);
        foreach (var part in (await File.ReadAllTextAsync(Path.Combine(Folder, "application.yaml"), Token)).Split("\n---\n"))
        {
            await writer.ApplyAsync(JsonNode.Parse(ClusterSim.Json.JsonText.ToText(ClusterSim.Json.YamlText.Parse(part)))!.AsObject(), Token);
        }

        await AssertSameAsync("1-placed");
        await ScaleAsync(10);
        await AssertSameAsync("2-scaled-up");
        await ScaleAsync(4);
        await AssertSameAsync("3-scaled-down");
        karmada.Lose("member2");
        await AssertSameAsync("4-member2-unreachable");
        karmada.Regain("member2");
        await AssertSameAsync("5-member2-back");

        Task ScaleAsync(int replicas) => new ClusterObjects(admin).SendAsync(HttpMethod.Patch, "apis/apps/v1/namespaces/default/deployments/shop",
            new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }, "application/merge-patch+json", Token);
    }

    /// <summary>The controllers of the simulator take a moment.</summary>
    private async Task AssertSameAsync(string moment)
    {
        var expected = await ReadAsync(moment);
        for (var tries = 0; ; tries++)
        {
            var actual = await ReadAsync(null);
            if (expected == actual)
            {
                return;
            }

            Assert.True(tries < 200, $"{moment}\nexpected {expected}\nactual   {actual}");
            await Task.Delay(25, Token);
        }
    }

    /// <summary>Of a moment, or as it is now: without what each run has of its own.</summary>
    private async Task<string> ReadAsync(string? moment)
    {
        var bindings = (await ItemsAsync(moment, "resourcebindings.json", "apis/work.karmada.io/v1alpha2/resourcebindings"))
            .Select(item => new JsonObject { ["name"] = item["metadata"]!["name"]!.DeepClone(), ["spec"] = Bare(item["spec"]!), ["status"] = Bare(item["status"] ?? new JsonObject()) }.ToJsonString());
        var works = (await ItemsAsync(moment, "works.json", "apis/work.karmada.io/v1alpha1/works"))
            .Where(item => (string?)item["spec"]!["workload"]!["manifests"]![0]!["kind"] is "Deployment" or "ConfigMap")
            .Select(item =>
            {
                var manifest = item["spec"]!["workload"]!["manifests"]![0]!;
                var labels = string.Join(',', item["metadata"]!["labels"]!.AsObject().Select(label => label.Key).Order(StringComparer.Ordinal));
                var conditions = string.Join(',', (item["status"]?["conditions"] as JsonArray ?? []).Select(one => $"{(string?)one!["type"]}={(string?)one["status"]}"));
                return $"{(string?)item["metadata"]!["namespace"]} {(string?)manifest["kind"]} {manifest["spec"]?["replicas"]} {labels} {conditions}";
            });
        return string.Join('\n', bindings.Concat(works).Order(StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<JsonObject>> ItemsAsync(string? moment, string file, string path)
    {
        using var admin = KarmadaPlane.Admin(estate, Plane);
        var list = moment is null ? await new ClusterObjects(admin).ReadAsync(path, Token) : JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, moment, file), Token));
        return [.. list!["items"]!.AsArray().OfType<JsonObject>()];
    }

    private static JsonNode Bare(JsonNode node) => node switch
    {
        JsonObject mapping => new JsonObject(mapping.Where(pair => !Own.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : Bare(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => Bare(item!))]),
        _ => node.DeepClone(),
    };
}

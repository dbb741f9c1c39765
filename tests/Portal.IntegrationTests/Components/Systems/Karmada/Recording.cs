using System.Text.Json.Nodes;
using Portal.Testing;

namespace Portal.IntegrationTests.Components.Systems.Karmada;

/// <summary>What a real karmadactl made and removed. A user's clone has it not.</summary>
internal static class Recording
{
    public const string Absent = "The recording of karmadactl (../shared/recorded/karmada-1.16/control-plane) is not beside this checkout.";

    private static readonly string Folder = Path.GetFullPath(Repository.PathOf("..", "shared", "recorded", "karmada-1.16", "control-plane"));

    public static bool Available => Directory.Exists(Folder);

    /// <summary>What karmadactl join made; without what Karmada's and Kubernetes' controllers made after it.</summary>
    public static IReadOnlyList<JsonObject> Created(string file) =>
    [
        .. Read(file)["created"]!.AsArray().OfType<JsonObject>().Where(item =>
            item["metadata"]!["labels"]?["karmada.io/managed"] is null
            && ((string)item["kind"]!, (string)item["metadata"]!["name"]!) is not ("ServiceAccount", "default")),
    ];

    /// <summary>"secrets/karmada-cluster/member2".</summary>
    public static IReadOnlyList<string> Removed(string file) => [.. Read(file)["removed"]!.AsArray().Select(line => (string)line!)];

    public static JsonObject Cluster(string name) =>
        Read(Path.Combine("1-placed", "clusters.json"))["items"]!.AsArray().OfType<JsonObject>().Single(item => (string?)item["metadata"]!["name"] == name);

    public static IReadOnlyList<JsonObject> Works(string cluster) =>
    [
        .. Read(Path.Combine("1-placed", "works.json"))["items"]!.AsArray().OfType<JsonObject>()
            .Where(item => (string?)item["metadata"]!["namespace"] == $"karmada-es-{cluster}"),
    ];

    public static string Key(JsonObject item) => $"{(string?)item["kind"]} {(string?)item["metadata"]!["namespace"]}/{(string?)item["metadata"]!["name"]}";

    /// <summary>Without what each run and each server has of its own: times, ids, tokens.</summary>
    public static JsonObject Bare(JsonObject item)
    {
        var bare = item.DeepClone().AsObject();
        bare.Remove("status");
        var metadata = bare["metadata"]!.AsObject();
        foreach (var key in (string[])["creationTimestamp", "resourceVersion", "uid", "managedFields", "generation"])
        {
            metadata.Remove(key);
        }

        if (metadata["labels"] is JsonObject labels)
        {
            labels.Remove("kubernetes.io/legacy-token-last-used");
            if (labels.Count == 0)
            {
                metadata.Remove("labels");
            }
        }

        if (metadata["annotations"] is JsonObject annotations && annotations.ContainsKey("kubernetes.io/service-account.uid"))
        {
            annotations["kubernetes.io/service-account.uid"] = "its uid";
        }

        foreach (var owner in (metadata["ownerReferences"] as JsonArray ?? []).OfType<JsonObject>())
        {
            owner["uid"] = "its uid";
        }

        if ((string?)bare["kind"] == "Secret")
        {
            bare["data"] = new JsonObject(bare["data"]!.AsObject().Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)"redacted")));
        }

        return bare;
    }

    /// <summary>As somebody writes it to a server: without what the server gives.</summary>
    public static JsonObject Writable(JsonObject item)
    {
        var bare = Bare(item);
        bare["metadata"]!.AsObject().Remove("ownerReferences");
        (bare["metadata"]!["annotations"] as JsonObject)?.Remove("kubernetes.io/service-account.uid");
        if ((string?)bare["type"] == "kubernetes.io/service-account-token")
        {
            bare.Remove("data");
        }
        else if (bare["data"] is JsonObject data)
        {
            bare["data"] = new JsonObject(data.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)"b2xk")));
        }

        return bare;
    }

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();
}

using System.Text.Json.Nodes;
using Portal.Core.Components.Values;

namespace Portal.Core.Distribution.Sources;

/// <summary>
/// Reads the first Deployment of a source as a form, and writes the form back into the source: what the form does not know
/// stays as it is, and so does every other document. Pure.
/// </summary>
public static class SimpleWorkloadSource
{
    private static readonly string[] Spec = ["spec", "template", "spec"];

    /// <summary>Null when the source cannot be read, or has documents and no Deployment among them.</summary>
    public static SimpleWorkload? Read(string source)
    {
        if (string.IsNullOrWhiteSpace(source))
        {
            return SimpleWorkload.Empty;
        }

        if (Documents(source) is not { } documents || documents.Find(document => document.Is("Deployment")) is not { } deployment)
        {
            return null;
        }

        return SimpleContainer.Read(
            Container(deployment.Content),
            new SimpleWorkload(
                Text(deployment.Content["metadata"]?["name"]),
                Text(deployment.Content["metadata"]?["namespace"]),
                "",
                Number(deployment.Content["spec"]?["replicas"]) ?? 1));
    }

    /// <summary>The source with what the form says. Call it only where <see cref="Read"/> gave a form.</summary>
    public static string Write(string source, SimpleWorkload workload)
    {
        var documents = Documents(source) ?? [];
        var before = documents.Find(document => document.Is("Deployment"));
        var was = before is null ? SimpleWorkload.Empty : Read(source)!;
        var deployment = before ?? Add(documents, "apiVersion: apps/v1\nkind: Deployment\n", 0);
        // The Service is the one that bears the Deployment's name: it follows when that changes.
        var service = documents.Find(document => document.Is("Service") && before is not null
            && Text(document.Content["metadata"]?["name"]) == was.Name && Text(document.Content["metadata"]?["namespace"]) == was.Namespace);
        deployment.Text = Deployment(deployment, workload, was);
        if (workload.Port is { } port)
        {
            (service ??= Add(documents, "apiVersion: v1\nkind: Service\n", documents.Count)).Text = Service(service, workload, port, was);
        }
        else if (service is not null && was.Port is not null)
        {
            documents.Remove(service);
        }

        return string.Join("---\n", documents.Select(document => document.Text.TrimEnd('\n') + "\n"));
    }

    private static string Deployment(Document document, SimpleWorkload workload, SimpleWorkload was)
    {
        var text = Named(document.Text, workload);
        text = YamlEdit.Set(text, ["spec", "replicas"], workload.Replicas);
        if (document.Content["spec"]?["selector"] is null || Label(document.Content) == was.Name)
        {
            text = YamlEdit.Set(text, ["spec", "selector", "matchLabels", "app"], workload.Name);
            text = YamlEdit.Set(text, ["spec", "template", "metadata", "labels", "app"], workload.Name);
        }

        var containers = (YamlEdit.At(document.Content, [.. Spec, "containers"]) as JsonArray)?.DeepClone().AsArray() ?? [];
        if (containers.Count == 0 || containers[0] is not JsonObject container)
        {
            containers.Insert(0, container = new JsonObject { ["name"] = workload.Name });
        }

        SimpleContainer.Fill(container, workload, was);
        return YamlEdit.Set(text, [.. Spec, "containers"], containers);
    }

    private static string Service(Document document, SimpleWorkload workload, int port, SimpleWorkload was)
    {
        var text = Named(document.Text, workload);
        var selector = document.Content["spec"]?["selector"]?["app"];
        if (document.Content["spec"]?["selector"] is null || Text(selector) == was.Name)
        {
            text = YamlEdit.Set(text, ["spec", "selector", "app"], workload.Name);
        }

        var ports = (document.Content["spec"]?["ports"] as JsonArray)?.DeepClone().AsArray() ?? [];
        if (ports is not [JsonObject first, ..])
        {
            ports.Insert(0, first = new JsonObject { ["port"] = port });
        }

        // One that is named finds its port by itself.
        if (first["targetPort"] is not JsonValue target || !target.TryGetValue(out string? _))
        {
            first["targetPort"] = port;
        }

        return YamlEdit.Set(text, ["spec", "ports"], ports);
    }

    private static string Named(string text, SimpleWorkload workload)
    {
        text = YamlEdit.Set(text, ["metadata", "name"], workload.Name);
        return YamlEdit.Set(text, ["metadata", "namespace"], workload.Namespace.Length == 0 ? null : workload.Namespace);
    }

    private static Document Add(List<Document> documents, string text, int at)
    {
        var document = new Document(text, ComponentValues.Parse(text));
        documents.Insert(at, document);
        return document;
    }

    private static List<Document>? Documents(string source)
    {
        try
        {
            return [.. YamlDocument.Split(source).Select(document => new Document(document.Text, ComponentValues.Parse(document.Text)))];
        }
        catch (StrictYamlException)
        {
            return null;
        }
    }

    private static JsonObject? Container(JsonObject deployment) =>
        YamlEdit.At(deployment, [.. Spec, "containers"]) is JsonArray { Count: > 0 } containers ? containers[0] as JsonObject : null;

    private static string Label(JsonObject deployment) => Text(deployment["spec"]?["selector"]?["matchLabels"]?["app"]);

    internal static string Text(JsonNode? node) => node is JsonValue value ? value.ToString() : "";

    internal static int? Number(JsonNode? node) => int.TryParse(Text(node), out var number) ? number : null;

    private sealed record Document(string Text, JsonObject Content)
    {
        public string Text { get; set; } = Text;

        public bool Is(string kind) => SimpleWorkloadSource.Text(Content["kind"]) == kind;
    }
}

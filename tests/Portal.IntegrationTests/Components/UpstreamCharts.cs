using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;
using Portal.Testing;

namespace Portal.IntegrationTests.Components;

/// <summary>Charts with the names, keys and definitions of the upstream ones, written from what tests/charts/upstream.yaml says of those.</summary>
internal static partial class UpstreamCharts
{
    private static readonly string Definitions = Path.GetFullPath(Repository.PathOf("..", "shared", "crds"));

    public static IReadOnlyDictionary<string, JsonNode> Facts { get; } =
        ((JsonArray)StrictYaml.Parse(File.ReadAllText(Repository.PathOf("tests", "charts", "upstream.yaml")), YamlLimits.Catalog)!)
        .OfType<JsonNode>().ToDictionary(facts => Text(facts, "entry"));

    /// <summary>The version that a test installs first: the oldest from which the newest can be reached at once, or the only one.</summary>
    public static string Older(CatalogEntry entry) =>
        entry.Versions.LastOrDefault(version => entry.Upgrade.Next(version, entry.Versions).Contains(entry.LatestVersion)) ?? entry.LatestVersion;

    /// <summary>Writes a folder for each chart and version that the tests install.</summary>
    public static void Write(string folder, ComponentCatalog catalog)
    {
        var definitions = ReadDefinitions();
        foreach (var entry in catalog.Entries.Where(entry => Facts.ContainsKey(entry.Name)))
        {
            foreach (var version in new[] { Older(entry), entry.LatestVersion }.Distinct())
            {
                // Two entries may share a chart: it is written with the release's name in it.
                var chart = Path.Combine(folder, $"{entry.Chart.Name}-{version}");
                if (!Directory.Exists(chart))
                {
                    Write(chart, entry, version, Facts[entry.Name], definitions);
                }
            }
        }
    }

    /// <summary>Puts the real definitions in the place of those that a written chart has among its templates, as far as they are there.</summary>
    public static void Define(string chart)
    {
        var definitions = ReadDefinitions();
        var templates = Path.Combine(chart, "templates", "all.yaml");
        var folder = Directory.CreateDirectory(Path.Combine(chart, "definitions")).FullName;
        var kept = new List<string>();
        foreach (var document in File.ReadAllText(templates).Split("---\n"))
        {
            var name = document.Contains("kind: CustomResourceDefinition", StringComparison.Ordinal) ? Name().Match(document).Groups["name"].Value : "";
            if (definitions.TryGetValue(name, out var real))
            {
                File.WriteAllText(Path.Combine(folder, $"{name}.yaml"), real);
            }
            else
            {
                kept.Add(document);
            }
        }

        File.WriteAllText(templates, string.Join("---\n", kept));
        File.WriteAllText(Path.Combine(chart, "templates", "definitions.yaml"), "{{- range $path, $_ := .Files.Glob \"definitions/*.yaml\" }}\n---\n{{ $.Files.Get $path }}\n{{- end }}\n");
    }

    public static IEnumerable<string> Names(JsonNode facts, string list) => ((JsonArray?)facts[list] ?? []).Select(item => item!.ToString());

    public static IEnumerable<JsonNode> Items(JsonNode facts, string list) => ((JsonArray?)facts[list] ?? []).OfType<JsonNode>();

    public static string Text(JsonNode item, string key) => item[key]?.ToString() ?? "";

    private static void Write(string chart, CatalogEntry entry, string version, JsonNode facts, IReadOnlyDictionary<string, string> definitions)
    {
        var templates = Directory.CreateDirectory(Path.Combine(chart, "templates")).FullName;
        File.WriteAllText(Path.Combine(chart, "Chart.yaml"), $"apiVersion: v2\nname: {entry.Chart.Name}\nversion: {version}\n");
        var text = new StringBuilder();
        foreach (var workload in Items(facts, "workloads"))
        {
            text.Append(Condition(Text(workload, "when")));
            text.Append(Workload(workload, Named(workload, entry), ""));
            text.Append(Text(workload, "when").Length > 0 ? "{{- end }}\n" : "");
        }

        foreach (var hook in Items(facts, "hooks"))
        {
            text.Append(Workload(hook, Named(hook, entry), $"""
                  annotations:
                    helm.sh/hook: {Text(hook, "on")}
                    helm.sh/hook-delete-policy: {(Text(hook, "delete") is { Length: > 0 } policy ? policy : "before-hook-creation")}

                """));
        }

        foreach (var webhook in Items(facts, "webhooks"))
        {
            text.Append($"---\napiVersion: admissionregistration.k8s.io/v1\nkind: {Text(webhook, "kind")}\nmetadata:\n  name: {Named(webhook, entry)}\nwebhooks: []\n");
        }

        foreach (var role in Names(facts, "aggregatedRoles"))
        {
            text.Append($"---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: {role}\n  labels: {{ version: \"{version}\" }}\n")
                .Append($"aggregationRule:\n  clusterRoleSelectors:\n    - matchLabels: {{ \"rbac.test/{role}\": \"true\" }}\nrules: []\n---\n")
                .Append($"apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: {role}-part\n  labels: {{ \"rbac.test/{role}\": \"true\" }}\n")
                .Append("rules: [{ apiGroups: [\"\"], resources: [nodes], verbs: [get] }]\n");
        }

        foreach (var name in Names(facts, "crdsInTemplates"))
        {
            text.Append(Definition(name, Keep(facts)));
        }

        File.WriteAllText(Path.Combine(templates, "all.yaml"), text.ToString());
        var folder = Names(facts, "crdsInFolder").ToList();
        if (folder.Count > 0)
        {
            Directory.CreateDirectory(Path.Combine(chart, "crds"));
            File.WriteAllText(
                Path.Combine(chart, "crds", "all.yaml"), string.Join("\n---\n", folder.Select(name => definitions.GetValueOrDefault(name) ?? Definition(name, ""))));
        }
    }

    private static string Named(JsonNode item, CatalogEntry entry) =>
        Text(item, "name") is var name && (name == entry.ReleaseName || name.StartsWith(entry.ReleaseName + "-", StringComparison.Ordinal))
            ? "{{ .Release.Name }}" + name[entry.ReleaseName.Length..]
            : name;

    private static string Condition(string when)
    {
        var parts = when.TrimStart('!').Split('=', 2);
        var path = string.Join(' ', parts[0].Split('.').Select(part => $"\"{part}\""));
        return when.Length == 0 ? ""
            : parts.Length == 2 ? $"{{{{- if eq (toString (dig {path} \"\" .Values.AsMap)) \"{parts[1]}\" }}}}\n"
            : when[0] == '!' ? $"{{{{- if not (dig {path} false .Values.AsMap) }}}}\n"
            : $"{{{{- if dig {path} true .Values.AsMap }}}}\n";
    }

    private static string Workload(JsonNode item, string name, string metadata)
    {
        var kind = Text(item, "kind");
        var space = Text(item, "namespace");
        var pod = $$$"""
              template:
                metadata:
                  labels: { app: "{{{name}}}" }
                spec:
            {{{(kind == "Job" ? "      restartPolicy: Never\n" : "")}}}      containers:
                    - name: main
                      image: "registry.test/{{{name}}}:{{ .Chart.Version }}"

            """;
        var selector = kind == "Job" ? "" : $"  selector:\n    matchLabels: {{ app: \"{name}\" }}\n";
        var ttl = Text(item, "ttl") is { Length: > 0 } seconds ? $"  ttlSecondsAfterFinished: {seconds}\n" : "";
        var home = space.Length > 0 ? $"---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: {space}\n" : "";
        return $"""
            {(home.Length > 0 && name == "olm-operator" ? home : "")}---
            apiVersion: {(kind == "Job" ? "batch/v1" : "apps/v1")}
            kind: {kind}
            metadata:
              name: "{name}"
            {(space.Length > 0 ? $"  namespace: {space}\n" : "")}{metadata}spec:
            {(kind == "StatefulSet" ? $"  serviceName: \"{name}\"\n" : "")}{ttl}{selector}{pod}
            """;
    }

    private static string Keep(JsonNode facts)
    {
        var by = string.Join(' ', Text(facts, "keepBy").Split('.', StringSplitOptions.RemoveEmptyEntries).Select(part => $"\"{part}\""));
        return by.Length > 0 ? $"    {{{{- toYaml (dig {by} (dict) .Values.AsMap) | nindent 4 }}}}\n"
            : Text(facts, "keep") == "true" ? "    helm.sh/resource-policy: keep\n" : "";
    }

    private static string Definition(string name, string annotations)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (plural, group) = (name[..dot], name[(dot + 1)..]);
        var kind = char.ToUpperInvariant(plural[0]) + plural[1..];
        return $$$"""
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: {{{name}}}
              annotations:
                api-approved.kubernetes.io: "https://example.test"
            {{{annotations}}}spec:
              group: {{{group}}}
              scope: Namespaced
              names: { plural: {{{plural}}}, singular: {{{kind.ToLowerInvariant()}}}, kind: {{{kind}}}, listKind: {{{kind}}}List }
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }

            """;
    }

    /// <summary>The real definitions beside the checkout by their names; none without it.</summary>
    private static Dictionary<string, string> ReadDefinitions() => !Directory.Exists(Definitions)
        ? []
        : Directory.EnumerateFiles(Definitions, "*.yaml", SearchOption.AllDirectories)
            .SelectMany(file => Border().Split(File.ReadAllText(file)))
            .Select(text => (Name: Name().Match(text).Groups["name"].Value, Text: text))
            .Where(definition => definition.Name.Length > 0)
            .DistinctBy(definition => definition.Name)
            .ToDictionary(definition => definition.Name, definition => definition.Text);

    [GeneratedRegex(@"^---.*$", RegexOptions.Multiline)]
    private static partial Regex Border();

    [GeneratedRegex(@"^metadata:\r?\n(?:[ ]+.*\r?\n)*?  name: [""']?(?<name>[a-z0-9.-]+)", RegexOptions.Multiline)]
    private static partial Regex Name();
}

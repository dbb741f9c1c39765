using System.Text.Json.Nodes;
using k8s;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Distribution.Karmada;
using Portal.Jobs.Components.Systems.Karmada;
using Portal.Jobs.Distribution.Engines;

namespace Portal.Jobs.Distribution.Karmada;

/// <summary>Reads what Karmada has made of templates: members, bindings and works, in a few lists for all of them.</summary>
internal static class KarmadaStatus
{
    private const string BindingId = "resourcebinding.karmada.io/permanent-id";
    private const string ClusterBindingId = "clusterresourcebinding.karmada.io/permanent-id";
    private const int AtOnce = 100;

    public static async Task<IReadOnlyDictionary<string, MemberReach>> ReadMembersAsync(IKubernetes client, CancellationToken cancellationToken) =>
        (await Api(client).ListClustersAsync(cancellationToken)).Select(Reach).DistinctBy(member => member.Name).ToDictionary(member => member.Name);

    public static async Task<IReadOnlyList<CarriedTemplate>> ReadAsync(IKubernetes client, IReadOnlyList<LookedObject> templates, CancellationToken cancellationToken)
    {
        var api = Api(client);
        var bindings = new Dictionary<(string Namespace, string Name), JsonObject>();
        foreach (var space in templates.Select(template => template.Inspected.Namespace).Distinct())
        {
            var path = space.Length == 0 ? "clusterresourcebindings" : $"namespaces/{Uri.EscapeDataString(space)}/resourcebindings";
            foreach (var binding in await api.ListAsync($"apis/work.karmada.io/v1alpha2/{path}", cancellationToken))
            {
                bindings[(space, (string)binding["metadata"]!["name"]!)] = binding;
            }
        }

        var found = templates.Select(template => (Template: template, Binding: Find(bindings, template))).ToList();
        var works = (await WorksAsync(api, BindingId, found.Select(one => Id(one.Binding, BindingId)), cancellationToken))
            .Concat(await WorksAsync(api, ClusterBindingId, found.Select(one => Id(one.Binding, ClusterBindingId)), cancellationToken))
            .ToLookup(work => Id(work, BindingId) ?? Id(work, ClusterBindingId));
        return
        [
            .. found.Select(one => new CarriedTemplate(
                one.Template.Inspected.Item.Source, one.Template.Inspected.Namespace, one.Template.Inspected.Live, one.Binding,
                (Id(one.Binding, BindingId) ?? Id(one.Binding, ClusterBindingId)) is { } id ? [.. works[id]] : [])),
        ];
    }

    private static KarmadaApi Api(IKubernetes client) => new(client);

    /// <summary>By the name that Karmada gives it, of the very object that is there.</summary>
    private static JsonObject? Find(Dictionary<(string Namespace, string Name), JsonObject> bindings, LookedObject template)
    {
        var item = template.Inspected.Item.Source.Item;
        var name = $"{item.Name.Replace(':', '.')}-{item.Kind}".ToLowerInvariant();
        return bindings.GetValueOrDefault((template.Inspected.Namespace, name)) is { } binding
            && (string?)binding["spec"]?["resource"]?["uid"] is var uid && (uid is null || uid == (string?)template.Inspected.Live?["metadata"]?["uid"])
            ? binding : null;
    }

    private static async Task<IReadOnlyList<JsonObject>> WorksAsync(
        KarmadaApi api, string label, IEnumerable<string?> ids, CancellationToken cancellationToken)
    {
        var works = new List<JsonObject>();
        foreach (var some in ids.OfType<string>().Distinct().Chunk(AtOnce))
        {
            var selector = Uri.EscapeDataString($"{label} in ({string.Join(',', some)})");
            works.AddRange(await api.ListAsync($"apis/{KarmadaNames.WorkApi}/works?labelSelector={selector}", cancellationToken));
        }

        return works;
    }

    private static string? Id(JsonObject? item, string label) => (string?)item?["metadata"]?["labels"]?[label];

    private static MemberReach Reach(JsonObject cluster)
    {
        var ready = (cluster["status"]?["conditions"] as JsonArray ?? []).FirstOrDefault(condition => (string?)condition?["type"] == "Ready");
        return new MemberReach((string)cluster["metadata"]!["name"]!,
            cluster["metadata"]!["deletionTimestamp"] is not null ? "It is being unjoined from Karmada."
            : ready is null ? "Karmada has not reached it yet."
            : (string?)ready["status"] == "True" ? ""
            : $"Karmada does not reach it: {(string?)ready["message"]} ({(string?)ready["reason"]}).");
    }
}

using System.Text.Json.Nodes;
using static Portal.Core.Distribution.Sources.SimpleWorkloadSource;

namespace Portal.Core.Distribution.Sources;

/// <summary>The container of a <see cref="SimpleWorkload"/>, as the manifest has it.</summary>
internal static class SimpleContainer
{
    public static SimpleWorkload Read(JsonObject? container, SimpleWorkload workload)
    {
        var resources = container?["resources"];
        return workload with
        {
            Image = Text(container?["image"]),
            Port = container?["ports"] is JsonArray { Count: > 0 } ports ? Number(ports[0]?["containerPort"]) : null,
            Env = [.. (container?["env"] as JsonArray ?? []).Where(IsPlain).Select(item => KeyValuePair.Create(Text(item!["name"]), Text(item["value"])))],
            CpuRequest = Text(resources?["requests"]?["cpu"]),
            MemoryRequest = Text(resources?["requests"]?["memory"]),
            CpuLimit = Text(resources?["limits"]?["cpu"]),
            MemoryLimit = Text(resources?["limits"]?["memory"]),
        };
    }

    /// <summary>What the form does not know of the container stays.</summary>
    public static void Fill(JsonObject container, SimpleWorkload workload, SimpleWorkload was)
    {
        container["image"] = workload.Image;
        if (workload.Port is { } port)
        {
            var ports = container["ports"] as JsonArray ?? [];
            var first = ports is [JsonObject there, ..] ? there : [];
            first["containerPort"] = port;
            if (first.Parent is null)
            {
                ports.Add(first);
            }

            container["ports"] = ports.DeepClone();
        }
        else if (was.Port is not null)
        {
            container.Remove("ports");
        }

        // Variables that come from elsewhere (a Secret, a field) are none of the form's.
        JsonArray env = [.. workload.Variables.Select(pair => new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value }),
            .. (container["env"] as JsonArray ?? []).Where(item => !IsPlain(item)).Select(item => item?.DeepClone())];
        Put(container, "env", env.Count == 0 ? null : env);
        var resources = container["resources"] as JsonObject ?? [];
        Quantity(resources, "requests", "cpu", workload.CpuRequest);
        Quantity(resources, "requests", "memory", workload.MemoryRequest);
        Quantity(resources, "limits", "cpu", workload.CpuLimit);
        Quantity(resources, "limits", "memory", workload.MemoryLimit);
        Put(container, "resources", resources.Count == 0 ? null : resources.DeepClone());
    }

    private static void Quantity(JsonObject resources, string kind, string name, string value)
    {
        var mapping = resources[kind] as JsonObject ?? [];
        Put(mapping, name, value.Length == 0 ? null : value);
        Put(resources, kind, mapping.Count == 0 ? null : mapping.DeepClone());
    }

    private static void Put(JsonObject mapping, string name, JsonNode? value)
    {
        if (value is null)
        {
            mapping.Remove(name);
        }
        else
        {
            mapping[name] = value;
        }
    }

    private static bool IsPlain(JsonNode? variable) => variable is JsonObject mapping && mapping["valueFrom"] is null;
}

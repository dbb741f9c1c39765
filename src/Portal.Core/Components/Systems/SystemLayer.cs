using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;

namespace Portal.Core.Components.Systems;

/// <summary>
/// What the systems that a release is a part of say of its values: over the component's defaults, under what a person gives.
/// </summary>
/// <param name="Values">Filled in as far as is known. May hold secrets.</param>
/// <param name="Missing">Outputs of steps that are not there yet, as "step.name"; they stand in the values as ${step.name}.</param>
public sealed record SystemLayer(JsonObject Values, IReadOnlyList<string> Missing)
{
    private const string StandIn = "pending.invalid";

    /// <summary>The texts in it that no log may show: what steps have left, and settings that are secret.</summary>
    public IReadOnlyCollection<string> Secrets { get; init; } = [];

    /// <summary>Tells whether two are the same.</summary>
    public string Text => Values.ToJsonString();

    /// <summary>Null where no system has the component on the cluster.</summary>
    /// <param name="systems">In the order in which they are laid over each other.</param>
    public static SystemLayer? Make(
        IEnumerable<SystemModel> systems, Guid clusterId, string component, string version, SystemOutputSet outputs)
    {
        JsonObject? values = null;
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var secrets = new HashSet<string>();
        foreach (var system in systems)
        {
            foreach (var (member, part) in Parts(system, clusterId, component))
            {
                values ??= [];
                var names = Placeholders.Names(part.Values);
                var texts = names.ToDictionary(name => name, name => Fill(system, member, version, outputs, name));
                missing.UnionWith(names.Where(name => texts[name] == Open(name)));
                secrets.UnionWith(names.Where(name => IsSecret(system, name)).Select(name => texts[name]));
                ComponentValues.LayOver(values, Placeholders.Fill(ComponentValues.Parse(part.Values), texts));
            }
        }

        return values is null ? null : new SystemLayer(values, [.. missing]) { Secrets = secrets };
    }

    /// <summary>True where a text at this path ("/a/b") waits for the output of a step: its schema cannot be asked yet.</summary>
    public bool IsPending(string path) => Missing.Count > 0
        && path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate((JsonNode?)Values, At) is { } node
        && node.ToJsonString() is var text
        && (text.Contains(StandIn, StringComparison.Ordinal) || Missing.Any(name => text.Contains(Open(name), StringComparison.Ordinal)));

    /// <summary>For a look ahead: what is missing is a name that looks like one and leads nowhere.</summary>
    public SystemLayer WithStandIns() => Missing.Count == 0
        ? this
        : this with { Values = Placeholders.Fill(Values, Placeholders.Names(Text).ToDictionary(name => name, name => Missing.Contains(name) ? StandIn : Open(name))) };

    /// <summary>Never the values.</summary>
    public override string ToString() => $"SystemLayer {{ Missing = {Missing.Count} }}";

    private static IEnumerable<(SystemMember Member, SystemPart Part)> Parts(SystemModel system, Guid clusterId, string component) =>
        from role in system.Catalog.Roles
        from member in system.Members
        where member.ClusterId == clusterId && member.Role == role.Name
        from part in system.Parts(role.Name)
        where part.Component == component
        select (member, part);

    private static string Fill(SystemModel system, SystemMember member, string version, SystemOutputSet outputs, string name) => name switch
    {
        Placeholders.Version => version,
        Placeholders.ClusterName => member.ClusterName,
        Placeholders.ClusterNetwork => member.Network,
        Placeholders.FleetName => member.FleetName,
        _ when Setting(name) is { } setting => system.Settings[setting]?.ToString() ?? "",
        _ => outputs.Find(system, member, name) ?? Open(name),
    };

    private static string? Setting(string name) =>
        name.StartsWith(Placeholders.Settings, StringComparison.Ordinal) ? name[Placeholders.Settings.Length..] : null;

    /// <summary>A placeholder that nothing has filled yet.</summary>
    private static string Open(string name) => $"${{{name}}}";

    private static bool IsSecret(SystemModel system, string name) => Setting(name) is { } setting
        ? SystemSettings.Secrets(system.Catalog).Contains(setting)
        : SystemOutputSet.Split(name).Step is { Length: > 0 } step && system.Catalog.Steps.Any(one => one.Name == step);

    private static JsonNode? At(JsonNode? node, string part) => node switch
    {
        JsonObject mapping => mapping[part],
        JsonArray list when int.TryParse(part, out var index) && index >= 0 && index < list.Count => list[index],
        _ => null,
    };
}

using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Systems;

/// <summary>The outputs of some systems, decrypted: never into a log, message or result.</summary>
public sealed class SystemOutputSet(IReadOnlyDictionary<(Guid System, Guid Cluster, string Step, string Name), string> texts)
{
    public static SystemOutputSet Empty { get; } = new(new Dictionary<(Guid System, Guid Cluster, string Step, string Name), string>());

    /// <summary>All texts, to be hidden from logs.</summary>
    public IEnumerable<string> Texts => texts.Values;

    /// <summary>
    /// What "step.name" is to a member: of its own cluster, else of the system as a whole, else of the clusters that have a
    /// role of the step, by name. Null when it is not there yet.
    /// </summary>
    public string? Find(SystemModel system, SystemMember member, string placeholder)
    {
        var (step, name) = Split(placeholder);
        var elsewhere = system.Catalog.Steps.FirstOrDefault(one => one.Name == step) is { } found
            ? system.Members.Where(other => found.Roles.Contains(other.Role)).OrderBy(other => other.ClusterName, StringComparer.Ordinal).Select(other => other.ClusterId)
            : [];
        return elsewhere.Prepend(Guid.Empty).Prepend(member.ClusterId)
            .Select(cluster => texts.GetValueOrDefault((system.Id, cluster, step, name))).FirstOrDefault(text => text is not null);
    }

    /// <summary>The step that a placeholder names, and the name of its output; the step is empty where it names none.</summary>
    internal static (string Step, string Name) Split(string placeholder) =>
        placeholder.LastIndexOf('.') is > 0 and var dot ? (placeholder[..dot], placeholder[(dot + 1)..]) : ("", placeholder);

    /// <summary>The steps whose outputs a part's values use.</summary>
    internal static IEnumerable<SystemStep> StepsOf(CatalogSystem system, SystemPart part) =>
        Placeholders.Names(part.Values).Select(name => Split(name).Step).Distinct()
            .Select(name => system.Steps.FirstOrDefault(step => step.Name == name)).OfType<SystemStep>();
}

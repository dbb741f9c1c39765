using System.Text.Json.Nodes;
using Portal.Ctl.Files.Shapes;

namespace Portal.Ctl.Files;

/// <summary>A kind of thing that files may hold: what they may say of it, and how the API reads and changes it.</summary>
internal abstract class DeclaredKind(string name, int order, ObjectShape spec)
{
    public string Name { get; } = name;

    /// <summary>What others refer to has the lower number: it is applied first, and deleted last.</summary>
    public int Order { get; } = order;

    public ObjectShape Spec { get; } = spec;

    /// <summary>Where an export puts its files.</summary>
    public virtual string Folder => $"{Name.ToLowerInvariant()}s";

    /// <summary>What the shape cannot say: the field at fault and why, or null.</summary>
    public virtual (string Field, string Why)? FindFault(JsonObject spec) => null;

    /// <summary>Names of all that files can hold, in no order.</summary>
    public abstract Task<IReadOnlyList<string>> ListAsync(Estate estate, CancellationToken cancellationToken);

    /// <summary>Null when there is none of that name.</summary>
    public abstract Task<Stored?> FindAsync(Estate estate, string name, CancellationToken cancellationToken);

    /// <param name="spec">In its canonical form.</param>
    public abstract Task CreateAsync(Estate estate, string name, JsonObject spec, CancellationToken cancellationToken);

    /// <param name="spec">In its canonical form, whole.</param>
    public abstract Task UpdateAsync(Estate estate, Stored stored, JsonObject spec, CancellationToken cancellationToken);

    /// <summary>Returns the operation that does it, or null when it is done.</summary>
    public abstract Task<string?> DeleteAsync(Estate estate, Stored stored, CancellationToken cancellationToken);

    /// <summary>What a file wants of a thing, whole: what may be left as it is, and is left out, is taken from what is stored.</summary>
    public JsonObject Wanted(JsonObject declared, Stored? stored)
    {
        var whole = (JsonObject)declared.DeepClone();
        foreach (var field in Spec.Fields.Where(field => field.StaysWhenLeftOut && declared[field.Name] is null && stored?.Spec[field.Name] is not null))
        {
            whole[field.Name] = stored!.Spec[field.Name]!.DeepClone();
        }

        return Canonical.Of(Sorted(whole), Spec);
    }

    /// <summary>With lists whose order means nothing in one order.</summary>
    protected virtual JsonObject Sorted(JsonObject spec) => spec;

    protected static string Text(JsonObject spec, string member) => spec[member]?.ToString() ?? "";
}

/// <summary>A thing as the portal has it.</summary>
/// <param name="Id">Of the API; the name where that is the id.</param>
/// <param name="Spec">In its canonical form.</param>
/// <param name="Version">The entity tag, or null where there is none.</param>
/// <param name="Read">What was read of it, for changes that need more than the spec.</param>
internal sealed record Stored(string Name, string Id, JsonObject Spec, string? Version, JsonNode Read);

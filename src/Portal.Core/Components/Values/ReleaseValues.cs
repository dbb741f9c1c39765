using System.Text;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Problems;

namespace Portal.Core.Components.Values;

/// <summary>Screens the values that a person gives for a release.</summary>
public static class ReleaseValues
{
    /// <summary>The most that is taken, in bytes of UTF-8.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Throws an Invalid problem on the field "values" that names line or path, never a value.</summary>
    /// <param name="layer">What the systems that it is a part of say, or null.</param>
    public static ComponentValues Screen(CatalogEntry entry, string version, string given, SystemLayer? layer = null)
    {
        var size = Encoding.UTF8.GetByteCount(given);
        if (size > MaxBytes)
        {
            throw Invalid(entry, $"They have {size / 1024} KiB; at most {MaxBytes / 1024} KiB are taken.", "Keep only what differs from the defaults.");
        }

        try
        {
            var values = ComponentValues.Merge(entry, version, given, layer);
            return values.Faults.Count == 0
                ? values
                : throw Invalid(entry, string.Join("; ", values.Faults), $"Correct these values. The chart's documentation is at {entry.Docs}.");
        }
        catch (StrictYamlException error)
        {
            throw Invalid(entry, $"In {error.Message}.", "Correct the YAML and try again.");
        }
    }

    private static ProblemException Invalid(CatalogEntry entry, string why, string remedy) =>
        ProblemException.Invalid($"The values for {entry.Title} cannot be used", why, remedy, "values");
}

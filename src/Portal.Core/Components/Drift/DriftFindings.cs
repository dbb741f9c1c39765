using System.Security.Cryptography;
using System.Text;
using Portal.Core.Components.Manifests;
using Portal.Core.Components.Values;

namespace Portal.Core.Components.Drift;

/// <summary>An object that is not as the release's manifest has it.</summary>
/// <param name="Namespace">Empty for what belongs to none.</param>
/// <param name="Missing">True when it is not in the cluster.</param>
public sealed record DriftedObject(string ApiVersion, string Kind, string Namespace, string Name, bool Missing, IReadOnlyList<DriftedField> Fields)
{
    /// <summary>What accepting refers to in place of a field, when the whole object is missing.</summary>
    public const string MissingPath = "(missing)";

    /// <summary>"apps/v1 Deployment volcano-system/volcano-scheduler".</summary>
    public string Key => $"{ApiVersion} {Kind} {Namespace}/{Name}";

    /// <summary>What a person can accept of it: each path with the hash of what is there.</summary>
    public IEnumerable<(string Path, string Hash)> Parts => Missing ? [(MissingPath, "")] : Fields.Select(one => (one.Path, one.Hash));
}

/// <summary>One field of it. Values of Secrets are neither kept nor shown.</summary>
/// <param name="Wanted">As JSON; null when hidden.</param>
/// <param name="Live">As JSON; null when hidden or not there.</param>
/// <param name="Manager">Who wrote it, as the cluster notes it; empty when nobody owns it.</param>
/// <param name="Hash">Tells the live value from another one.</param>
public sealed record DriftedField(string Path, string? Wanted, string? Live, string Manager, DateTimeOffset? Since, bool Hidden, string Hash)
{
    private const int LongestValue = 1000;

    /// <summary>A difference as it is kept.</summary>
    public static DriftedField Of(ManifestObject item, FieldDifference difference)
    {
        var hidden = item.Kind == "Secret" || SecretValues.IsSecret(difference.Elements.LastOrDefault(element => element.Name is not null).Name ?? "", null);
        var live = difference.Live?.ToJsonString();
        return new DriftedField(
            difference.Path,
            hidden ? null : Bound(difference.Wanted?.ToJsonString() ?? "null"),
            hidden || live is null ? null : Bound(live),
            difference.Owner?.Manager ?? "",
            difference.Owner?.Since,
            hidden,
            // The hash of a weak secret could be guessed: of what is hidden, the time of the change stands for the value.
            Hashed(hidden ? $"{difference.Owner?.Manager}/{difference.Owner?.Since:O}" : live ?? ""));
    }

    private static string Bound(string text) => text.Length <= LongestValue ? text : text[..(LongestValue - 1)] + "…";

    private static string Hashed(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}

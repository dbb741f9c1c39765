using Semver;

namespace Portal.Core.Components.Catalog;

/// <summary>Version ranges as npm writes them, asked of what clusters and charts call themselves.</summary>
public static class VersionRange
{
    public static bool IsValid(string range) => SemVersionRange.TryParseNpm(range, out _);

    /// <summary>
    /// True when <paramref name="version"/> ("v1.35.2-eks-1b2c") lies in <paramref name="range"/>. Vendors put their build
    /// behind a hyphen, which SemVer takes for a pre-release: only major, minor and patch count. False when it is no version.
    /// </summary>
    public static bool Contains(string range, string version) =>
        SemVersion.TryParse(version, SemVersionStyles.Any, out var parsed)
        && SemVersionRange.ParseNpm(range).Contains(new SemVersion(parsed.Major, parsed.Minor, parsed.Patch));

    /// <summary>False for what cannot be compared.</summary>
    public static bool IsVersion(string version) => SemVersion.TryParse(version, SemVersionStyles.Any, out _);

    /// <summary>Below zero when <paramref name="left"/> is older. Both are versions that the catalogue's schema let in.</summary>
    public static int Compare(string left, string right) =>
        SemVersion.Parse(left, SemVersionStyles.Any).ComparePrecedenceTo(SemVersion.Parse(right, SemVersionStyles.Any));

    /// <summary>The range in words for the common forms; else as it is written.</summary>
    public static string Describe(string range) => range.StartsWith(">=", StringComparison.Ordinal) && !range.Contains(' ', StringComparison.Ordinal)
        ? $"{TrimZeros(range[2..].Trim())} or newer"
        : range;

    private static string TrimZeros(string version) => version.EndsWith(".0", StringComparison.Ordinal) && version.Count(c => c == '.') == 2
        ? version[..^2]
        : version;
}

using Semver;

namespace Portal.Core.Components.Catalog;

/// <summary>Which versions upstream lets a release go to.</summary>
public sealed record UpgradeRules
{
    /// <summary>False where no minor version may be left out.</summary>
    public bool SkipMinor { get; init; } = true;

    /// <summary>False where no major version may be left out.</summary>
    public bool SkipMajor { get; init; } = true;

    /// <summary>What upstream says of upgrades, or null.</summary>
    public string? Docs { get; init; }

    /// <summary>
    /// The versions that <paramref name="installed"/> may be upgraded to at once, newest first; empty when it is the newest
    /// or when the next one that it needs is not among <paramref name="versions"/>.
    /// </summary>
    public IReadOnlyList<string> Next(string installed, IReadOnlyList<string> versions)
    {
        var from = Parse(installed);
        return [.. versions.Where(version => Parse(version) is var to && to.ComparePrecedenceTo(from) > 0 && Allows(from, to, versions))];
    }

    /// <summary>
    /// The versions to go through from <paramref name="installed"/> to <paramref name="wanted"/>, that one last; each step as
    /// far as allowed. Null when there is no such way among <paramref name="versions"/>; empty when it is there already.
    /// </summary>
    public IReadOnlyList<string>? Path(string installed, string wanted, IReadOnlyList<string> versions)
    {
        var path = new List<string>();
        var goal = Parse(wanted);
        for (var at = installed; Parse(at).ComparePrecedenceTo(goal) < 0; path.Add(at))
        {
            if (Next(at, versions).FirstOrDefault(version => Parse(version).ComparePrecedenceTo(goal) <= 0) is not { } next)
            {
                return null;
            }

            at = next;
        }

        return path;
    }

    /// <summary>
    /// A minor or major version counts as left out when upstream has it, in the catalogue or not: 1.27 to 1.29 leaves out
    /// 1.28. The first minor version of a major one (2.0) follows whatever the major one before it ended with.
    /// </summary>
    private bool Allows(SemVersion from, SemVersion to, IReadOnlyList<string> versions)
    {
        if (to.Major != from.Major)
        {
            var lastOfMajor = versions.Select(Parse).Where(version => version.Major == from.Major).All(version => version.Minor <= from.Minor);
            return (SkipMajor || to.Major - from.Major == 1) && (SkipMinor || (lastOfMajor && to.Minor == 0));
        }

        return SkipMinor || to.Minor - from.Minor <= 1;
    }

    private static SemVersion Parse(string version) => SemVersion.Parse(version, SemVersionStyles.Any);
}

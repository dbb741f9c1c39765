using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Adoption;

/// <summary>How sure it is that a release is a component of the catalogue.</summary>
public enum MatchKind
{
    /// <summary>The catalogue has no such chart.</summary>
    None,

    /// <summary>The chart's name, and its origin or its version, are the component's.</summary>
    Certain,

    /// <summary>The chart has the component's name, and says nothing of its origin.</summary>
    Likely,

    /// <summary>Several components use a chart of this name: a person must choose.</summary>
    Ambiguous,

    /// <summary>The chart has the component's name, and comes from somebody else: its values may mean other things.</summary>
    OtherOrigin,
}

/// <summary>What a release is in the catalogue. Pure.</summary>
/// <param name="Components">The components that it may be; empty for None.</param>
/// <param name="InCatalogue">True when the catalogue offers its version.</param>
public sealed record ReleaseMatch(MatchKind Kind, IReadOnlyList<string> Components, bool InCatalogue)
{
    private static readonly ReleaseMatch Unknown = new(MatchKind.None, [], InCatalogue: false);

    /// <param name="origins">The chart's home and sources.</param>
    /// <param name="name">The release's own name: it decides between components that share a chart.</param>
    public static ReleaseMatch Find(
        IEnumerable<CatalogEntry> entries, string chart, string version, IReadOnlyCollection<string> origins, string name)
    {
        var named = entries.Where(entry => entry.Chart.Name == chart).ToList();
        if (named.Count > 1 && named.Where(entry => entry.ReleaseName == name).ToList() is [var own])
        {
            named = [own];
        }

        return named switch
        {
            [] => Unknown,
            [var only] => new ReleaseMatch(Judge(only, version, origins), [only.Name], only.Versions.Contains(version)),
            _ => new ReleaseMatch(MatchKind.Ambiguous, [.. named.Select(entry => entry.Name)], named.Exists(entry => entry.Versions.Contains(version))),
        };
    }

    private static MatchKind Judge(CatalogEntry entry, string version, IReadOnlyCollection<string> origins)
    {
        var said = ChartOrigin.Of(origins);
        return said.Overlaps(ChartOrigin.Of(entry)) ? MatchKind.Certain
            : said.Count > 0 ? MatchKind.OtherOrigin
            : entry.Versions.Contains(version) ? MatchKind.Certain
            : MatchKind.Likely;
    }
}

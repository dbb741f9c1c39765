using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Values;

namespace Portal.Core.Components.Profiles;

/// <summary>How a component of a profile is on a cluster.</summary>
public enum ProfileFit
{
    InProfile,
    Missing,

    /// <summary>It has another version or other values.</summary>
    Differs,

    /// <summary>An operation changes it.</summary>
    Changing,

    /// <summary>Its last change failed.</summary>
    Failed,
}

/// <summary>What a profile says of a release. Pure.</summary>
public static class ProfileComparison
{
    /// <param name="values">What was given to the release.</param>
    public static ProfileFit Fit(ProfileComponent wanted, ComponentRelease? release, string values) => release switch
    {
        null or { Revision: 0, State: not (ReleaseState.Installing or ReleaseState.Uninstalling or ReleaseState.Failed) } => ProfileFit.Missing,
        { State: ReleaseState.Installing or ReleaseState.Uninstalling } => ProfileFit.Changing,
        { State: ReleaseState.Failed } => ProfileFit.Failed,
        _ => Fits(wanted.Versions, release.Version) && SameValues(wanted, values) ? ProfileFit.InProfile : ProfileFit.Differs,
    };

    /// <summary>True when the version is the one, or lies in the range.</summary>
    public static bool Fits(string? versions, string version) =>
        versions is null || versions == version || (VersionRange.IsValid(versions) && VersionRange.Contains(versions, version));

    /// <summary>What is planned for a cluster; null when it is as it should be, or nothing can be done now.</summary>
    /// <param name="installed">The version that helm has a record of; null where a first install came to nothing.</param>
    public static PlanItem? Wish(ProfileComponent wanted, CatalogEntry entry, Guid cluster, ProfileFit fit, string? installed)
    {
        var version = wanted.Versions is null || (installed is not null && Fits(wanted.Versions, installed))
            ? null
            : entry.Versions.FirstOrDefault(offered => Fits(wanted.Versions, offered)) ?? wanted.Versions;
        var values = wanted.HasValues ? wanted.Values : null;
        return fit switch
        {
            ProfileFit.Missing or ProfileFit.Failed when installed is null => new PlanItem(wanted.Component, [cluster], WishKind.Install, version, values),
            ProfileFit.Differs or ProfileFit.Failed => new PlanItem(wanted.Component, [cluster], WishKind.Upgrade, version, values),
            _ => null,
        };
    }

    private static bool SameValues(ProfileComponent wanted, string values)
    {
        if (!wanted.HasValues)
        {
            return true;
        }

        try
        {
            return JsonNode.DeepEquals(ComponentValues.Parse(wanted.Values), ComponentValues.Parse(values));
        }
        catch (StrictYamlException)
        {
            return false;
        }
    }
}

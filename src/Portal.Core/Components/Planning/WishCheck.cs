using Portal.Core.Components.Catalog;
using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

/// <summary>What can be said of wishes by themselves: unknown things, and wishes that contradict each other.</summary>
internal static class WishCheck
{
    /// <returns>One wish a target, sorted; the refused ones are told.</returns>
    public static IReadOnlyList<PlanWish> Sound(PlanIndex index, IEnumerable<PlanWish> wishes, List<PlanRefusal> refusals)
    {
        var sound = new List<PlanWish>();
        var byTarget = wishes.ToLookup(wish => new PlanTarget(wish.ClusterId, wish.Component));
        foreach (var target in index.Sort(byTarget.Select(group => group.Key)))
        {
            var asked = byTarget[target].Distinct().ToList();
            if (Refusal(index, target, asked) is { } problem)
            {
                refusals.Add(new PlanRefusal(target.ClusterId, index.ClusterName(target), target.Component, problem));
            }
            else
            {
                sound.Add(asked[0]);
            }
        }

        return sound;
    }

    private static Problem? Refusal(PlanIndex index, PlanTarget target, List<PlanWish> asked)
    {
        if (index.Cluster(target.ClusterId) is null)
        {
            return new Problem(ProblemKind.NotFound, "The cluster does not exist", "It has left the portal, or never joined.", "Pick another cluster.");
        }

        if (index.Component(target.Component) is not { } component)
        {
            return new Problem(ProblemKind.NotFound, $"The catalogue has no component \"{target.Component}\"",
                "Its file was removed, or it never was there.", "Pick a component from the catalogue.");
        }

        if (asked.Count > 1)
        {
            return new Problem(ProblemKind.Invalid, $"{index.Name(target)} is asked for in more than one way",
                "The wishes contradict each other.", "Keep one of them.");
        }

        if (asked[0].Version is { } version && !component.Versions.Contains(version) && index.Installed(target)?.Version != version)
        {
            return new Problem(ProblemKind.NotFound, $"The catalogue has no version {version} of {component.Title}",
                $"It has {string.Join(", ", component.Versions)}.", "Pick one of these.");
        }

        // A chart that somebody else versioned may carry what is no version.
        return index.Installed(target) is { } release && !VersionRange.IsVersion(release.Version)
            ? new Problem(ProblemKind.Conflict, $"{index.Name(target)} cannot be planned", $"Its version {release.Version} is not one that can be compared.",
                "Change it on its own page.")
            : null;
    }
}

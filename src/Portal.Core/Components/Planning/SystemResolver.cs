using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

/// <summary>
/// Resolves a plan with systems in it. A cluster where something of a system is refused is left out of that system, and the
/// rest is planned again without it, as long as each role has the clusters that it needs. Pure.
/// </summary>
public static class SystemResolver
{
    /// <summary>Ends: each round leaves out a cluster or a system.</summary>
    public static SystemResolution Resolve(
        IReadOnlyList<PlanComponent> components, IReadOnlyList<ClusterFacts> clusters, IReadOnlyList<PlanWish> wishes, IReadOnlyList<SystemWish> systems)
    {
        var refusals = new List<PlanRefusal>();
        while (true)
        {
            var expansion = new SystemExpansion(components, clusters, systems, wishes);
            var plan = PlanResolver.Resolve([.. components, .. expansion.Steps], clusters, expansion.Wishes, expansion.Ties);
            var refused = plan.Refusals.Where(refusal => !refusal.Follows)
                .SelectMany(refusal => Touched(refusal, systems, expansion).Select(system => (refusal.ClusterId, System: system))).ToHashSet();
            if (refused.Count == 0)
            {
                return new SystemResolution(
                    plan with
                    {
                        Changes = [.. plan.Changes.Select(change => change with { Part = expansion.Part(new PlanTarget(change.ClusterId, change.Component)) })],
                        Refusals = PlanResolver.Sort(plan.Refusals.Concat(refusals)),
                    },
                    systems);
            }

            refusals.AddRange(plan.Refusals.Where(refusal => !refusal.Follows));
            systems = [.. systems.Select(system => Without(system, [.. refused.Where(pair => pair.System == system.Model.Id).Select(pair => pair.ClusterId)], clusters, refusals)).OfType<SystemWish>()];
        }
    }

    /// <summary>The systems that a refusal takes its cluster out of.</summary>
    private static IEnumerable<Guid> Touched(PlanRefusal refusal, IReadOnlyList<SystemWish> systems, SystemExpansion expansion)
    {
        var of = refusal.Component is { } component ? expansion.SystemsOf(new PlanTarget(refusal.ClusterId, component)).ToHashSet() : null;
        return systems.Where(system => (of is null || of.Contains(system.Model.Id))
                && system.Model.Members.Concat(system.Leaving).Any(member => member.ClusterId == refusal.ClusterId))
            .Select(system => system.Model.Id);
    }

    /// <summary>Null when too few clusters are left.</summary>
    private static SystemWish? Without(SystemWish system, HashSet<Guid> refused, IReadOnlyList<ClusterFacts> clusters, List<PlanRefusal> refusals)
    {
        if (refused.Count == 0)
        {
            return system;
        }

        var left = system with
        {
            Model = system.Model with { Members = [.. system.Model.Members.Where(member => !refused.Contains(member.ClusterId))] },
            Leaving = [.. system.Leaving.Where(member => !refused.Contains(member.ClusterId))],
            Untouched = [.. system.Untouched, .. system.Model.Members.Concat(system.Leaving)
                .Where(member => refused.Contains(member.ClusterId) && system.Installed.Contains((member.ClusterId, member.Role)))],
        };
        if (system.Kind == SystemWishKind.Uninstall)
        {
            return left;
        }

        // A cluster that has its role already has it still, though nothing is done there.
        var present = left.Model.Members.Concat(left.Untouched).ToList();
        var lacking = system.Model.Catalog.Roles.FirstOrDefault(role =>
            present.Count(member => member.Role == role.Name) < role.Min && system.Model.Members.Any(member => member.Role == role.Name));
        if (lacking is null)
        {
            return left;
        }

        foreach (var member in left.Model.Members.DistinctBy(member => member.ClusterId))
        {
            refusals.Add(new PlanRefusal(member.ClusterId, member.ClusterName, null, new Problem(ProblemKind.Conflict,
                $"{system.Model.Catalog.Title} cannot be planned on {member.ClusterName}",
                $"Too few clusters are left that can have the role \"{lacking.Title}\".", "Mend what the others are refused for, and plan again.")));
        }

        return null;
    }
}

/// <param name="Systems">What is left of each system: one that is refused as a whole is not among them.</param>
public sealed record SystemResolution(ComponentPlan Plan, IReadOnlyList<SystemWish> Systems);

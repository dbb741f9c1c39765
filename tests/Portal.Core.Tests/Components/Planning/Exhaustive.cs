using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;

namespace Portal.Core.Tests.Components.Planning;

/// <summary>Answers by trying every order and every version: slow, and too simple to be wrong in the same way.</summary>
internal static class Exhaustive
{
    /// <summary>Whether some sequence of installs on the one, empty cluster ends with the component there.</summary>
    public static bool CanInstall(PlanCase planCase, string component)
    {
        var cluster = planCase.Clusters.Single();
        var seen = new HashSet<string>();
        var open = new Stack<Dictionary<string, string>>([[]]);
        while (open.TryPop(out var installed))
        {
            if (installed.ContainsKey(component))
            {
                return true;
            }

            foreach (var next in planCase.Components.Where(next => !installed.ContainsKey(next.Name)))
            {
                foreach (var version in next.Versions)
                {
                    var after = new Dictionary<string, string>(installed) { [next.Name] = version };
                    if (CanStand(planCase, cluster, next, after)
                        && seen.Add(string.Join(';', after.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))))
                    {
                        open.Push(after);
                    }
                }
            }
        }

        return false;
    }

    private static bool CanStand(PlanCase planCase, ClusterFacts cluster, PlanComponent next, Dictionary<string, string> installed) =>
        (next.Kubernetes is null || VersionRange.Contains(next.Kubernetes, cluster.KubernetesVersion!))
        && next.Requirements.All(requirement => (requirement.Role is null || cluster.Roles.Contains(requirement.Role))
            && installed.TryGetValue(requirement.Component, out var version) && requirement.Component != next.Name && Fits(requirement.Versions, version))
        && planCase.Components.All(one => !installed.ContainsKey(one.Name) || one.Conflicts.All(
            conflict => !installed.TryGetValue(conflict.Component, out var other) || !Fits(conflict.Versions, other)));

    private static bool Fits(string? range, string version) => range is null || VersionRange.Contains(range, version);
}

using System.Globalization;
using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

/// <summary>The sentences that more than one rule of the planner says.</summary>
internal static class PlanWords
{
    /// <summary>Makes "Kiali cannot be installed on member1" with a cause and a remedy.</summary>
    public static Func<string, string, Problem> CannotBe(PlanIndex index, PlanTarget target)
    {
        var installed = index.UsableVersion(target) is not null;
        var what = index.IsStep(target)
            ? $"{index.Title(target.Component)} cannot be run on {index.ClusterName(target)}"
            : installed
            ? $"{index.Title(target.Component)} cannot be upgraded on {index.ClusterName(target)}"
            : $"{index.Title(target.Component)} cannot be installed on {index.ClusterName(target)}";
        return (why, remedy) => new Problem(ProblemKind.Conflict, what, why, remedy);
    }

    public static Problem CannotGo(PlanIndex index, PlanTarget target, string why, string remedy) => new(
        ProblemKind.Conflict,
        index.IsStep(target)
            ? $"{index.Title(target.Component)} cannot be undone on {index.ClusterName(target)}"
            : $"{index.Title(target.Component)} cannot be uninstalled from {index.ClusterName(target)}",
        why, remedy);

    /// <summary>"1.5 cores and 2 GiB".</summary>
    public static string Amount(PlanCapacity capacity) => string.Create(
        CultureInfo.InvariantCulture, $"{capacity.Cpu / 1000m:0.###} cores and {capacity.Memory / 1073741824m:0.##} GiB of memory");
}

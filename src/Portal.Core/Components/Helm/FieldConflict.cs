using System.Text.RegularExpressions;
using Portal.Core.Problems;

namespace Portal.Core.Components.Helm;

/// <summary>An apply that met fields of others, as the API server tells it and helm quotes it.</summary>
/// <param name="Managers">Whose fields they are.</param>
public sealed partial record FieldConflict(IReadOnlyList<string> Managers)
{
    /// <summary>They fill in what a chart leaves open (the rules of an aggregated ClusterRole, a webhook's certificate), and do so again.</summary>
    private static readonly string[] Controllers = ["kube-controller-manager", "clusterrole-aggregation-controller"];

    /// <summary>True when all fields are those of Kubernetes' own controllers: helm is then run over them.</summary>
    public bool IsWithControllers => Managers.All(Controllers.Contains);

    /// <summary>Null when the text tells of no such conflict.</summary>
    public static FieldConflict? Find(string text)
    {
        var managers = Manager().Matches(text).Select(match => match.Groups["manager"].Value).Distinct().ToList();
        return managers.Count == 0 ? null : new FieldConflict(managers);
    }

    public Problem Describe(string what)
    {
        var owner = string.Join(", ", Managers.Where(manager => !Controllers.Contains(manager)).DefaultIfEmpty(Managers[0]).Select(manager => $"\"{manager}\""));
        return new Problem(ProblemKind.Conflict, what, $"Fields are owned by {owner}, who set them by hand or by another tool.",
            "Undo the change in the cluster, or put it into the values, and retry.");
    }

    [GeneratedRegex(@"conflicts? with ""(?<manager>[^""]+)""")]
    private static partial Regex Manager();
}

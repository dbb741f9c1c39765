using System.Text.RegularExpressions;

namespace Portal.Core.Components.Drift;

/// <summary>Which fields belong to the cluster's own controllers, whatever a manifest says of them.</summary>
internal static partial class DriftRules
{
    /// <param name="owners">Of the field as it is.</param>
    public static bool IsControllers(string path, IReadOnlyList<FieldOwner> owners) =>
        path.EndsWith("caBundle", StringComparison.Ordinal)
        || (owners.Count > 0 && IsController(owners[0]));

    /// <summary>Controllers by the names that they give themselves. Whoever is unknown is shown: a person can accept what they did.</summary>
    private static bool IsController(FieldOwner owner) => owner.Subresource == "status" || Controller().IsMatch(owner.Manager);

    [GeneratedRegex(
        "^(kube-controller-manager|kube-apiserver|kube-scheduler|kubelet|cluster-autoscaler|clusterrole-aggregation-controller|cainjector|pilot-discovery|istiod|vpa-.*|keda.*"
        + "|cert-manager.*|.*-certgen|.*[-_]?(controller|operator|webhook|injector)([-_]manager)?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Controller();
}

using k8s;
using Portal.Core.Components.Helm;
using Portal.Core.Components.Manifests;
using Portal.Core.Components.Planning;
using Portal.Core.Kubernetes;
using Portal.Core.Secrets;

namespace Portal.Jobs.Components.Planning;

/// <summary>One change, and the cluster that it is looked at against.</summary>
/// <param name="Values">Decrypted: never into a row, message or log.</param>
/// <param name="Coming">Definitions that earlier changes of the plan bring to the cluster: group and kind.</param>
/// <param name="Secrets">Those among the values.</param>
/// <param name="Redactor">Knows the secrets among the values.</param>
/// <param name="Renderings">Of the plan.</param>
internal sealed record PreviewContext(
    Guid PlanId,
    PlannedChange Change,
    PlannedRelease Release,
    HelmValues Values,
    ClusterAccess Access,
    IKubernetes Cluster,
    ClusterObjects Objects,
    string? KubernetesVersion,
    HashSet<(string Group, string Kind)> Coming,
    IReadOnlyCollection<string> Secrets,
    Redactor Redactor,
    Renderings Renderings)
{
    public string Title => Release.Entry.Title;

    public string ClusterName => Change.ClusterName;

    /// <summary>The definitions that a manifest brings are known to what comes after it.</summary>
    public void Bring(IEnumerable<ManifestObject> objects)
    {
        foreach (var definition in objects.Where(item => item.Kind == "CustomResourceDefinition"))
        {
            if ((string?)definition.Content["spec"]?["group"] is { } group && (string?)definition.Content["spec"]?["names"]?["kind"] is { } kind)
            {
                Coming.Add((group, kind));
            }
        }
    }

    /// <summary>Never the values.</summary>
    public override string ToString() => Change.Id;
}

using k8s;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Jobs.Components;
using Portal.Jobs.Distribution.Engines;

namespace Portal.Jobs.Distribution;

/// <summary>An application on its way to one cluster.</summary>
/// <param name="Revision">0 for a removal: then there are no items.</param>
/// <param name="Items">In the order in which they are applied.</param>
/// <param name="Engine">What brings it from there to where it runs.</param>
/// <param name="Repairs">Fields of its own objects are taken from whoever manages them.</param>
/// <param name="WithContents">Its namespaces are removed with all that others have put into them.</param>
internal sealed record ApplicationDelivery(
    Guid ApplicationId,
    string Application,
    int Revision,
    ConflictResolution ConflictResolution,
    IReadOnlyList<ClusterItem> Items,
    Guid ClusterId,
    string ClusterName,
    IKubernetes Client,
    IDeliveryEngine Engine,
    bool Repairs = false,
    bool WithContents = false)
{
    public bool Overwrites => ConflictResolution == ConflictResolution.Overwrite;

    /// <summary>What the cluster serves is read anew: definitions come with applications.</summary>
    public ClusterObjects Objects() => new(Client);
}
